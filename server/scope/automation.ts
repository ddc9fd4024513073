/** Whom automations match, and what each of them may therefore be given: read and worked out, nothing written. */
import { type SQL, sql } from 'drizzle-orm';
import type { Database, Row } from '../data/database.ts';
import { integer } from '../data/literal.ts';
import { type BoundGroup, bindRules, type DeadRule } from './bind-rule.ts';
import { linksAbove } from './chain.ts';
import { automationsBehind } from './gift.ts';
import { type Condition, listsOf, type RuleList } from './rule.ts';
import { ruleRows, ruleValues } from './rule-sql.ts';
import { maxDatasetsPerPowerUser } from './scope.ts';

/** At most ten profiles each, whoever gives them (PU-022). */
export const profilesEach = 10;

/** Automations change this themselves: whoever is promoted by it would match no more. */
export const ownField = 'level';

export interface Automation {
  /** The order in which they give, where not all fits. */
  readonly id: number;
  readonly name: string;
  readonly enabled: boolean;
  readonly profileId: number;
  /** Sorted. */
  readonly datasetIds: readonly number[];
  /** Null matches nobody. */
  readonly rules: RuleList | null;
}

export interface Gift {
  readonly userId: number;
  readonly automationId: number;
}

/** Somebody who matches and can't be given it, because it would be too much. */
export interface Beyond extends Gift {
  readonly because: string;
}

/** What automations come to in one state of the tables. */
export interface GiftPlan {
  /** The state: no write that is guarded by it can be late. */
  readonly membership: number;
  readonly settledAt: number;
  /** Whether anything is to be done. */
  readonly behind: boolean;
  readonly automations: readonly Automation[];
  /** By person, then in the order of the automations. */
  readonly gifts: readonly Gift[];
  readonly beyond: readonly Beyond[];
  /** Conditions that match nobody whoever is there, by automation. */
  readonly dead: ReadonlyMap<number, readonly DeadRule[]>;
}

const stampQuery = sql`SELECT (SELECT value FROM versions WHERE name = 'membership'),
  (SELECT value FROM versions WHERE name = 'automations'), ${automationsBehind}`;

const automationsQuery = sql`SELECT a.id, a.name, a.enabled, a.profile_id,
  (SELECT json_group_array(dataset_id ORDER BY dataset_id) FROM automation_datasets
    WHERE automation_id = a.id),
  (SELECT json_group_array(json_object('axis', 'people', 'match', match, 'group', group_no,
      'groupMatch', group_match, 'field', field, 'operator', operator, 'value', value)
      ORDER BY position) FROM automation_rules WHERE automation_id = a.id)
  FROM automations a ORDER BY a.id`;

const toAutomation = ([id, name, enabled, profileId, datasets, rules]: Row): Automation => ({
  id: Number(id),
  name: String(name),
  enabled: enabled === 1,
  profileId: Number(profileId),
  datasetIds: JSON.parse(String(datasets)),
  rules: listsOf(JSON.parse(String(rules))).people ?? null,
});

/**
 * Asks the tables whom the enabled automations match, and gives in their order: whole, or where ten profiles or sixty
 * datasets would be exceeded, not at all.
 * @param change what if they were others: for a preview
 */
export async function planGifts(
  database: Database,
  change: (stored: readonly Automation[]) => readonly Automation[] = (stored) => stored,
): Promise<GiftPlan> {
  for (;;) {
    const [[stamp = []] = [], rows = [], branches = []] = await database.read(
      stampQuery,
      automationsQuery,
      sql`SELECT id, name FROM branches WHERE EXISTS (SELECT 1 FROM automations)`,
    );
    const automations = change(rows.map(toAutomation));
    const enabled = automations.filter((one) => one.enabled);
    const named = branches.map(([id, name]) => [Number(id), String(name)] as const);
    const bound = enabled.map((one) => ({ one, ...bindTo(one.rules, named) }));
    const [[again = []] = [], profiles = [], datasets = [], ...matched] = await database.read(
      stampQuery,
      ...heldQueries(enabled),
      ...bound.map((rules) => matchQuery(rules.bound)),
    );
    // Rules were bound to the branches of one state and matched in another.
    if (again[0] !== stamp[0] || again[1] !== stamp[1]) continue;
    const matches = new Map(
      enabled.map(({ id }, at) => [id, JSON.parse(String(matched[at]?.[0]?.[0] ?? '[]'))] as const),
    );
    return {
      membership: Number(stamp[0]),
      settledAt: Number(stamp[1]),
      behind: stamp[2] === 1,
      automations,
      ...share(enabled, matches, { profiles: byUser(profiles), datasets: byUser(datasets) }),
      dead: new Map(bound.map(({ one, dead }) => [one.id, dead])),
    };
  }
}

/** A rule is about the person themselves: there is no power user whose fields a placeholder could stand for. */
function bindTo(
  rules: RuleList | null,
  branches: readonly (readonly [number, string])[],
): { bound: BoundGroup | null; dead: DeadRule[] } {
  if (rules === null) return { bound: null, dead: [] };
  const binding = { own: new Map(), named: { branches, categories: [] } };
  const strange = (one: Condition) =>
    one.field === ownField ? { ...one, field: `${ownField} (which automations change)` } : one;
  const list: RuleList = {
    match: rules.match,
    rules: rules.rules.map((rule) =>
      'field' in rule ? strange(rule) : { ...rule, rules: rule.rules.map(strange) },
    ),
  };
  return bindRules('people', list, binding);
}

/** One row, one column: the ids as a JSON array. Superadmins are never touched. */
function matchQuery(bound: BoundGroup | null): SQL {
  if (bound === null) return sql`SELECT '[]'`;
  const { take, tables } = ruleValues();
  const { from, id, condition } = ruleRows('people', bound, take);
  const values = tables();
  const before = values.length === 0 ? sql`` : sql`WITH ${sql.join(values, sql`, `)} `;
  return sql`${before}SELECT json_group_array(id) FROM (
    SELECT ${id} AS id FROM ${from} WHERE ${condition})
    WHERE id NOT IN (SELECT id FROM users WHERE level = 'superadmin')`;
}

/** Of those for whom all automations together might be too much: what they hold by hand, as JSON arrays. */
function heldQueries(enabled: readonly Automation[]): SQL[] {
  const links = linksAbove(sql`dataset_assignments.power_user_id`);
  const most = enabled.reduce((sum, { datasetIds }) => sum + datasetIds.length, 0);
  return [
    sql`SELECT power_user_id, json_group_array(profile_id) FROM grants
      GROUP BY power_user_id HAVING count(*) > ${integer(profilesEach - enabled.length)}`,
    sql`SELECT power_user_id, json_group_array(dataset_id), (${links}) AS links
      FROM dataset_assignments GROUP BY power_user_id
      HAVING count(*) + links > ${integer(maxDatasetsPerPowerUser - most)}`,
  ];
}

/** What stands above datasets that were cut shares their limit: ids that no dataset has stand for it. */
const byUser = (rows: readonly Row[]): ReadonlyMap<number, readonly number[]> =>
  new Map(
    rows.map(([id, list, links = 0]) => [
      Number(id),
      [...JSON.parse(String(list)), ...Array.from({ length: Number(links) }, (_, at) => -1 - at)],
    ]),
  );

interface Held {
  readonly profiles: ReadonlyMap<number, readonly number[]>;
  readonly datasets: ReadonlyMap<number, readonly number[]>;
}

/** What is held by hand comes first, then the automations in their order. */
function share(
  enabled: readonly Automation[],
  matches: ReadonlyMap<number, readonly number[]>,
  held: Held,
): Pick<GiftPlan, 'gifts' | 'beyond'> {
  const gifts: Gift[] = [];
  const beyond: Beyond[] = [];
  const holding = new Map<number, { profiles: Set<number>; datasets: Set<number> }>();
  for (const { id: automationId, profileId, datasetIds } of enabled) {
    for (const userId of matches.get(automationId) ?? []) {
      const has = holding.get(userId) ?? {
        profiles: new Set(held.profiles.get(userId)),
        datasets: new Set(held.datasets.get(userId)),
      };
      holding.set(userId, has);
      const profiles = new Set([...has.profiles, profileId]);
      const datasets = new Set([...has.datasets, ...datasetIds]);
      const because = tooMuch(profiles.size, datasets.size);
      if (because !== null) beyond.push({ userId, automationId, because });
      else {
        holding.set(userId, { profiles, datasets });
        gifts.push({ userId, automationId });
      }
    }
  }
  return { gifts: gifts.toSorted((a, b) => a.userId - b.userId), beyond };
}

function tooMuch(profiles: number, datasets: number): string | null {
  if (profiles > profilesEach) return `a power user holds at most ${profilesEach} profiles`;
  if (datasets > maxDatasetsPerPowerUser) {
    return `a power user holds at most ${maxDatasetsPerPowerUser} datasets`;
  }
  return null;
}
