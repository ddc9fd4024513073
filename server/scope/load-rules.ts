/** Reads the rules of datasets and what they are bound to, as questions of one snapshot. */
import { type SQL, sql } from 'drizzle-orm';
import { type Axis, axes } from '../../shared/scope.ts';
import type { Database, Row } from '../data/database.ts';
import { constantText, integer } from '../data/literal.ts';
import { type Binding, type BoundGroup, bindRules, type DeadRule } from './bind-rule.ts';
import type { OwnFields } from './placeholder.ts';
import { listsOf, type RuleLists } from './rule.ts';
import { additionalPrefix } from './rule-field.ts';

/** The rules of a dataset for one power user; an axis whose rules match nobody is left out. */
export interface DatasetRules {
  readonly bound: Readonly<Partial<Record<Axis, BoundGroup>>>;
  /** Conditions that match nobody whoever is there, and why. */
  readonly dead: readonly DeadRule[];
}

export const noRules: DatasetRules = { bound: {}, dead: [] };

/** Which rules: those of datasets (a SELECT of their ids), and lists that are written nowhere yet. */
export interface RuleRequest {
  readonly datasets: SQL;
  /** To whom placeholders are bound; nobody has the id 0. */
  readonly powerUserId: number;
  /** Others to whom some are bound instead, as a SELECT of their ids: who passed on what the first one holds. */
  readonly others?: SQL | undefined;
  readonly unsaved?: RuleLists | undefined;
}

/** The questions that `ruleReader` reads the answers of. */
export function ruleQueries({ datasets, powerUserId, others, unsaved = {} }: RuleRequest): SQL[] {
  const fields = Object.values(unsaved).flatMap(({ rules }) =>
    rules.flatMap((rule) => ('field' in rule ? [rule] : rule.rules)).map(({ field }) => field),
  );
  const asked = (field: string) =>
    fields.includes(field)
      ? sql`1`
      : sql`EXISTS (SELECT 1 FROM dataset_rules
          WHERE field = ${constantText(field)} AND dataset_id IN (${datasets}))`;
  return [
    sql`SELECT dataset_id, axis, match, group_no, group_match, field, operator, value
      FROM dataset_rules WHERE dataset_id IN (${datasets}) ORDER BY dataset_id, axis, position`,
    ownFields(others ? sql`SELECT ${integer(powerUserId)} UNION ${others}` : integer(powerUserId)),
    sql`SELECT id, name FROM branches WHERE ${asked('branch')}`,
    sql`SELECT id, name FROM categories WHERE ${asked('category')}`,
  ];
}

/** Rows (user, source, value), as placeholders name their sources; one compound of at most five terms. */
const ownFields = (holders: SQL): SQL => sql`
  SELECT id, 'first_name' AS source, first_name AS value FROM users WHERE id IN (${holders})
  UNION ALL SELECT id, 'last_name', last_name FROM users WHERE id IN (${holders})
  UNION ALL SELECT id, 'email', email FROM users WHERE id IN (${holders})
  UNION ALL SELECT id, 'username', username FROM users WHERE id IN (${holders})
  UNION ALL SELECT v.user_id, ${constantText(additionalPrefix)} || f.key, v.value
    FROM user_field_values v JOIN user_fields f ON f.id = v.field_id WHERE v.user_id IN (${holders})`;

/** Tells the rules of each dataset from the answers to `ruleQueries`, bound to the power user unless to another holder. */
export function ruleReader(answers: readonly (readonly Row[])[], powerUserId: number) {
  const [rows = [], own = [], branches = [], categories = []] = answers;
  const named = { branches: branches.map(idAndName), categories: categories.map(idAndName) };
  const bindingOf = (holderId: number): Binding => ({ own: fieldsOf(holderId, own), named });
  return {
    ofDataset: (datasetId: number, holderId = powerUserId) =>
      bindLists(listsOf(rows.filter(([id]) => id === datasetId).map(ruleRow)), bindingOf(holderId)),
    ofLists: (lists: RuleLists) => bindLists(lists, bindingOf(powerUserId)),
  };
}

const fieldsOf = (holderId: number, rows: readonly Row[]): OwnFields =>
  new Map(
    rows
      .filter(([id]) => id === holderId)
      .map(([, source, value]) => [String(source), value === null ? '' : String(value)]),
  );

/** In one snapshot of its own. */
export const readRules = async (database: Database, request: RuleRequest) =>
  ruleReader(await database.read(...ruleQueries(request)), request.powerUserId);

const idAndName = ([id, name]: Row): readonly [number, string] => [Number(id), String(name)];

const ruleRow = ([, axis, match, group, groupMatch, field, operator, value]: Row) => ({
  axis: String(axis),
  match: String(match),
  group: Number(group),
  groupMatch: String(groupMatch),
  field: String(field),
  operator: String(operator),
  value: value === null || value === undefined ? null : String(value),
});

function bindLists(lists: RuleLists, binding: Binding): DatasetRules {
  const found = axes.flatMap((axis) => {
    const list = lists[axis];
    return list === undefined ? [] : [{ axis, ...bindRules(axis, list, binding) }];
  });
  return {
    bound: Object.fromEntries(
      found.flatMap(({ axis, bound }) => (bound === null ? [] : [[axis, bound]])),
    ),
    dead: found.flatMap(({ dead }) => dead),
  };
}
