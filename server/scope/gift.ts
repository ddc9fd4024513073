/** What automations have given, as SQL: it counts only while it was worked out from the tables as they are now. */
import { type SQL, sql } from 'drizzle-orm';

/** The membership version at which the automations were settled is kept beside it under this name. */
const settled = sql`(SELECT value FROM versions WHERE name = 'automations')
  = (SELECT value FROM versions WHERE name = 'membership')`;

/** Whether automations have to be settled before anybody's rights are asked; 0 for whoever has none. */
export const automationsBehind: SQL = sql`(NOT (${settled}) AND (
  EXISTS (SELECT 1 FROM automations WHERE enabled = 1)
  OR EXISTS (SELECT 1 FROM automation_gifts) OR EXISTS (SELECT 1 FROM automation_promotions)))`;

/** Ids of the profiles that automations give the user. */
export const giftedProfiles = (userId: SQL): SQL =>
  sql`SELECT a.profile_id FROM automation_gifts g JOIN automations a ON a.id = g.automation_id
    WHERE g.user_id = ${userId} AND ${settled}`;

/** Ids of the datasets that automations give the user, for as long as they do; never one that a power user cut. */
export const giftedDatasets = (userId: SQL): SQL =>
  sql`SELECT d.dataset_id FROM automation_gifts g
    JOIN automations a ON a.id = g.automation_id
    JOIN automation_datasets d ON d.automation_id = a.id
    JOIN datasets own ON own.id = d.dataset_id AND own.cut_from IS NULL AND own.made_by IS NULL
    WHERE g.user_id = ${userId} AND ${settled}`;

/** Whether the level of the user is one that still stands: by hand, or by automations as they are now. */
export const levelStands = (userId: SQL): SQL =>
  sql`(NOT EXISTS (SELECT 1 FROM automation_promotions WHERE user_id = ${userId}) OR ${settled})`;
