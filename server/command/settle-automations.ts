/** Brings what automations have given up to date: whoever matches holds it, whoever does not has lost it, nobody else. */
import { type SQL, sql } from 'drizzle-orm';
import { Refusal } from '../../shared/refusal.ts';
import { type Database, guard, isGuardFailure, type Row } from '../data/database.ts';
import { type GiftPlan, planGifts } from '../scope/automation.ts';
import { automationsBehind } from '../scope/gift.ts';
import { type Actor, authorize } from './actor.ts';
import { audits } from './audit.ts';
import type { Occasion } from './change.ts';

/** Who settles where nobody asked for it: a request that finds the automations behind the tables. */
export const settler: Actor = { kind: 'operator', name: 'automations' };

/** Settles them if they are behind, in a read if they are not; answers whether they were. */
export async function settleWhenBehind(
  database: Database,
  nowSeconds: number,
  actor: Actor = settler,
): Promise<boolean> {
  const [[[behind] = []] = []] = await database.read(sql`SELECT ${automationsBehind}`);
  if (behind !== 1) return false;
  await settleAutomations({ database, actor, nowSeconds });
  return true;
}

/** What changed for people, and who was left out. Ids of people are the LMS's. */
export interface Settled {
  readonly gained: readonly { readonly person: string; readonly automation: string }[];
  readonly lost: readonly { readonly person: string; readonly automation: string }[];
  /** Who matches and would hold too much. */
  readonly beyond: readonly {
    readonly person: string;
    readonly automation: string;
    readonly because: string;
  }[];
}

const nothing: Settled = { gained: [], lost: [], beyond: [] };

/** A settlement that meets a change looks again; this often, before it gives up. */
const attempts = 16;

/**
 * Does nothing unless something has changed since the last time. All of it is one batch that holds only if the tables
 * are still as they were when it was worked out, so that of several at once one writes and the others find it done.
 * Each person whom it concerns gets an audit row. It moves the membership version, so that nothing which was kept from
 * before is taken for what is, and is itself settled at the version that it leaves.
 * @throws Refusal `conflict` when the tables would not stand still.
 */
export async function settleAutomations(
  { database, actor, nowSeconds }: Occasion,
  plan: (database: Database) => Promise<GiftPlan> = planGifts,
): Promise<Settled> {
  authorize(actor, 'automation.settle');
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const wanted = await plan(database);
    if (!wanted.behind) return nothing;
    const people = await readPeople(database, wanted);
    const changed = people.filter(isChanged);
    try {
      await database.write([
        guard(sql`(SELECT value FROM versions WHERE name = 'membership') = ${wanted.membership}
          AND (SELECT value FROM versions WHERE name = 'automations') = ${wanted.settledAt}`),
        ...giftStatements(changed),
        ...audits(
          { actor, action: 'automation.settle', nowSeconds },
          changed.map((person) => ({
            subject: `power_user:${person.key}`,
            before: { level: person.level, gifts: person.has.map(({ told }) => told) },
            after: { level: levelAfter(person), gifts: person.wants.map(({ told }) => told) },
          })),
        ),
        sql`UPDATE versions SET value = value + 1 WHERE name = 'membership'`,
        sql`UPDATE versions SET value = (SELECT value FROM versions WHERE name = 'membership')
          WHERE name = 'automations'`,
      ]);
      return tell(people, wanted);
    } catch (error) {
      if (!isGuardFailure(error)) throw error;
    }
  }
  throw new Refusal('conflict', 'People kept changing while automations were settled; try again');
}

/** A gift with what it holds, by ids and by names. */
interface Given {
  readonly automationId: number;
  readonly given: string;
  readonly told: Told;
}

interface Told {
  readonly automation: string;
  readonly profile: string;
  readonly datasets: readonly string[];
}

interface Person {
  readonly id: number;
  readonly key: string;
  readonly level: string;
  /** A power user only because of automations. */
  readonly promoted: boolean;
  /** Holds something that no automation gave, and is a power user for as long. */
  readonly byHand: boolean;
  readonly has: readonly Given[];
  readonly wants: readonly Given[];
}

/** Everybody who has a gift, matches an automation, or is a power user because of one. */
async function readPeople(database: Database, plan: GiftPlan): Promise<Person[]> {
  const named = [...plan.gifts, ...plan.beyond].map(({ userId }) => userId);
  const wanted = JSON.stringify([...new Set(named)]);
  const [gifts = [], people = [], profiles = [], datasets = []] = await database.read(
    sql`SELECT user_id, automation_id, given, told FROM automation_gifts
      ORDER BY user_id, automation_id`,
    sql`SELECT u.id, u.key, u.level, p.user_id IS NOT NULL, ${holdsByHand}
      FROM users u LEFT JOIN automation_promotions p ON p.user_id = u.id
      WHERE u.id IN (SELECT value FROM json_each(${wanted}) UNION SELECT user_id FROM automation_gifts
        UNION SELECT user_id FROM automation_promotions) ORDER BY u.id`,
    sql`SELECT id, name FROM profiles WHERE id IN (SELECT profile_id FROM automations)`,
    sql`SELECT id, name FROM datasets WHERE id IN (SELECT dataset_id FROM automation_datasets)`,
  );
  const contents = contentsOf(plan, { profiles, datasets });
  const has = Map.groupBy(gifts, ([userId]) => Number(userId));
  const wants = Map.groupBy(plan.gifts, ({ userId }) => userId);
  return people.map(([id, key, level, promoted, byHand]) => ({
    id: Number(id),
    key: String(key),
    level: String(level),
    promoted: promoted === 1,
    byHand: byHand === 1,
    has: (has.get(Number(id)) ?? []).map(([, automationId, given, told]) => ({
      automationId: Number(automationId),
      given: String(given),
      told: JSON.parse(String(told)),
    })),
    wants: (wants.get(Number(id)) ?? []).flatMap(({ automationId }) => {
      const content = contents.get(automationId);
      return content === undefined ? [] : [content];
    }),
  }));
}

/** Of a row `u` of users: what demotion would take, though no automation gave it. */
const holdsByHand: SQL = sql`(EXISTS (SELECT 1 FROM grants WHERE power_user_id = u.id)
  OR EXISTS (SELECT 1 FROM profile_resources WHERE power_user_id = u.id)
  OR EXISTS (SELECT 1 FROM dataset_assignments WHERE power_user_id = u.id)
  OR EXISTS (SELECT 1 FROM datasets WHERE owner_id = u.id)
  OR EXISTS (SELECT 1 FROM page_assignments WHERE power_user_id = u.id)
  OR EXISTS (SELECT 1 FROM menu_assignments WHERE power_user_id = u.id)
  OR EXISTS (SELECT 1 FROM resource_assignments WHERE power_user_id = u.id))`;

/** What each automation gives. */
function contentsOf(
  { automations }: GiftPlan,
  names: { profiles: readonly Row[]; datasets: readonly Row[] },
): ReadonlyMap<number, Given> {
  const [profiles, datasets] = [names.profiles, names.datasets].map(
    (rows) => new Map(rows.map(([id, name]) => [Number(id), String(name)])),
  );
  return new Map(
    automations.map(({ id, name, profileId, datasetIds }) => {
      const given = JSON.stringify({ profile: profileId, datasets: datasetIds });
      const told = {
        automation: name,
        profile: profiles?.get(profileId) ?? '',
        datasets: datasetIds.map((one) => datasets?.get(one) ?? '').toSorted(),
      };
      return [id, { automationId: id, given, told }] as const;
    }),
  );
}

function levelAfter({ level, promoted, byHand, wants }: Person): string {
  if (wants.length > 0) return level === 'user' ? 'power_user' : level;
  return promoted && !byHand && level === 'power_user' ? 'user' : level;
}

const same = (one: Given, other: Given): boolean =>
  one.automationId === other.automationId && one.given === other.given;

const isChanged = (person: Person): boolean =>
  levelAfter(person) !== person.level ||
  person.has.length !== person.wants.length ||
  person.has.some((one) => !person.wants.some((other) => same(one, other)));

/** The gifts first: demotion then finds nothing to take but the level. */
function giftStatements(changed: readonly Person[]): SQL[] {
  if (changed.length === 0) return [];
  const lost = changed.flatMap(({ id, has, wants }) =>
    has
      .filter((one) => !wants.some((other) => same(one, other)))
      .map(({ automationId }) => [id, automationId]),
  );
  const gained = changed.flatMap(({ id, has, wants }) =>
    wants
      .filter((one) => !has.some((other) => same(one, other)))
      .map(({ automationId, given, told }) => [id, automationId, given, JSON.stringify(told)]),
  );
  const ids = (after: string) =>
    JSON.stringify(
      changed
        .filter((person) => levelAfter(person) !== person.level && levelAfter(person) === after)
        .map(({ id }) => id),
    );
  return [
    sql`DELETE FROM automation_gifts WHERE (user_id, automation_id) IN
      (SELECT value ->> 0, value ->> 1 FROM json_each(${JSON.stringify(lost)}))`,
    sql`INSERT INTO automation_gifts (user_id, automation_id, given, told)
      SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3
      FROM json_each(${JSON.stringify(gained)})`,
    sql`INSERT INTO automation_promotions (user_id)
      SELECT value FROM json_each(${ids('power_user')})`,
    sql`UPDATE users SET level = 'power_user'
      WHERE id IN (SELECT value FROM json_each(${ids('power_user')}))`,
    sql`UPDATE users SET level = 'user' WHERE id IN (SELECT value FROM json_each(${ids('user')}))`,
  ];
}

function tell(people: readonly Person[], { automations, beyond }: GiftPlan): Settled {
  const names = new Map(automations.map(({ id, name }) => [id, name]));
  const keys = new Map(people.map(({ id, key }) => [id, key]));
  const parted = (from: 'has' | 'wants', to: 'has' | 'wants') =>
    people.flatMap((person) =>
      person[from]
        .filter((one) => !person[to].some((other) => other.automationId === one.automationId))
        .map(({ told }) => ({ person: person.key, automation: told.automation })),
    );
  return {
    gained: parted('wants', 'has'),
    lost: parted('has', 'wants'),
    beyond: beyond.map(({ userId, automationId, because }) => ({
      person: keys.get(userId) ?? String(userId),
      automation: names.get(automationId) ?? '',
      because,
    })),
  };
}
