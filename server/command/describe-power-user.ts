/** The overview of one power user: profiles, datasets, and exactly which permissions follow (PU-036, PU-082). */
import type { Database } from '../data/database.ts';
import { type AssignedRecord, assignedSubject, requireHolder } from './assigned-record.ts';
import { readRecord } from './change.ts';
import { type DatasetRecord, readDatasets } from './dataset-record.ts';
import { editablePlaceholders } from './editable-placeholders.ts';
import { countingGifts } from './gifts.ts';
import { type PermissionRecap, recapPermissions } from './permission-recap.ts';
import { type PowerUserRecord, powerUserSubject, requirePowerUser } from './power-user-record.ts';
import { readProfiles } from './profile-record.ts';

export interface PowerUserOverview {
  readonly powerUser: PowerUserRecord;
  /** Of the profiles that count now: not of one whose giver holds it to pass on no more. */
  readonly recap: PermissionRecap;
  /** Profiles and datasets that automations give are among those of the recap and below. */
  readonly withoutEffect: readonly string[];
  /** What each held dataset selects, by name. */
  readonly datasets: readonly (DatasetRecord & HeldFor)[];
  /** Placeholders of their datasets that stand for what they may change themselves (SKY-019). */
  readonly editablePlaceholders: readonly string[];
  /** Pages, menus, locations and the like. */
  readonly assigned: AssignedRecord;
}

/** The time for which a dataset is held, in Unix seconds: from inclusive, until exclusive, null for open. */
interface HeldFor {
  readonly validFrom: number | null;
  readonly validUntil: number | null;
}

/**
 * @param key the power user's id, as the LMS knows it.
 * @param nowSeconds Unix seconds: gifts count while their givers stand
 * @throws Refusal `not-found`; `unprocessable` for somebody who is no power user.
 */
export async function describePowerUser(
  database: Database,
  key: string,
  nowSeconds: number,
): Promise<PowerUserOverview> {
  const powerUser = requirePowerUser(await readRecord(database, powerUserSubject(key)), key);
  const assigned = requireHolder(await readRecord(database, assignedSubject(key)), key);
  const profiles = await readProfiles(database);
  const counting = [
    ...(await countingGifts({ database, nowSeconds }, 'grants', key)),
    ...powerUser.gifts.map(({ profile }) => profile),
  ];
  const datasets = await readDatasets(database);
  const held = timesOf(powerUser).flatMap(({ name, validFrom, validUntil }) =>
    datasets
      .filter((dataset) => dataset.name === name)
      .map((dataset) => ({ ...dataset, validFrom, validUntil })),
  );
  const lists = held.flatMap(({ rules }) => Object.values(rules));
  return {
    powerUser,
    assigned,
    editablePlaceholders: await editablePlaceholders(database, lists),
    recap: recapPermissions(profiles.filter(({ name }) => counting.includes(name))),
    withoutEffect: powerUser.profiles.filter((name) => !counting.includes(name)),
    datasets: held,
  };
}

/** What automations give is held without end, whatever times stand beside it. */
function timesOf({ datasets, gifts }: PowerUserRecord): PowerUserRecord['datasets'] {
  const given = [...new Set(gifts.flatMap((gift) => gift.datasets))];
  return [
    ...datasets.filter(({ name }) => !given.includes(name)),
    ...given.map((name) => ({ name, validFrom: null, validUntil: null })),
  ];
}
