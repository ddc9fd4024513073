/** Who and what a dataset selects now, or would select with other rules, before anything is saved. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Axis, axes } from '../../shared/scope.ts';
import type { Database, Row } from '../data/database.ts';
import { type DatasetRules, readRules } from '../scope/load-rules.ts';
import type { RuleList } from '../scope/rule.ts';
import type { Extent, Rectangle } from '../scope/scope.ts';
import { compileScope, selection } from '../scope/sql.ts';
import { readRecord } from './change.ts';
import { type DatasetRecord, datasetSubject, findDataset, noDataset } from './dataset-record.ts';
import { complaintsAbout, missingFields, ruleListSchema } from './dataset-rules.ts';
import { parse, refuseEach } from './parse.ts';
import { nameReferenceSchema } from './plain-text.ts';

/** Named in a preview; the rest is counted. */
const shownMax = 20;

const inputSchema = z.strictObject({
  dataset: nameReferenceSchema.optional(),
  powerUser: z.string().optional(),
  rules: z
    .strictObject({ people: ruleListSchema.optional(), courses: ruleListSchema.optional() })
    .default({}),
});

export interface Preview {
  /** How many there are, and the first of them in the order of their names. */
  readonly people: { count: number; first: { key: string; name: string }[] };
  readonly courses: { count: number; first: { key: string; name: string }[] };
  /** Rules that match nobody whoever is there, and why. */
  readonly deadRules: readonly string[];
}

/**
 * Reads only. Placeholders are bound to the power user; without one they stand for nothing.
 * @param input `{ dataset?: name, powerUser?: id, rules?: { people?, courses? } }`; rules stand in for those of the
 * dataset
 * @throws Refusal `unprocessable` for rules that could not be saved; `not-found` for the dataset
 */
export async function previewDataset(database: Database, input: unknown): Promise<Preview> {
  const { dataset, powerUser, rules } = parse(inputSchema, input);
  const lists = Object.entries(rules).map(([axis, list]) => ({ axis: axis as Axis, rules: list }));
  await refuseWrong(database, lists);
  const saved = dataset === undefined ? nothingSaved : await readSaved(database, dataset);
  const { id } = saved;
  const holderId = await idOf(database, powerUser);
  const reader = await readRules(database, {
    datasets: sql`SELECT ${id}`,
    powerUserId: holderId,
    unsaved: rules,
  });
  const [stored, fresh] = [reader.ofDataset(id), reader.ofLists(rules)];
  const named = new Set<Axis>(lists.map(({ axis }) => axis));
  const modes = Object.fromEntries(
    axes.map((axis) => [axis, named.has(axis) ? 'subset' : (saved.selections[axis] ?? 'none')]),
  ) as Rectangle['modes'];
  const kept = Object.fromEntries(
    Object.entries(stored.bound).filter(([axis]) => !named.has(axis as Axis)),
  );
  const bound: DatasetRules['bound'] = { ...kept, ...fresh.bound };
  const scope = alone({ datasetId: id, holderId, name: '', validUntil: null, modes, rules: bound });
  const { tables } = compileScope(scope);
  const answers = await database.read(
    ...(['people', 'courses'] as const).flatMap((axis) => [
      sql`${tables} SELECT count(*) FROM ${selection(axis)}`,
      sql`${tables} ${firstOf[axis]} LIMIT ${shownMax}`,
    ]),
  );
  const dead = [...fresh.dead, ...stored.dead.filter(({ axis }) => !named.has(axis))];
  return {
    people: found(answers[0], answers[1]),
    courses: found(answers[2], answers[3]),
    deadRules: dead.map(({ told, because }) => `${told}: ${because}`),
  };
}

const nothingSaved: { id: number; selections: DatasetRecord['selections'] } = {
  id: 0,
  selections: {},
};

async function readSaved(database: Database, dataset: string): Promise<typeof nothingSaved> {
  const { id } = await findDataset(database, dataset);
  const record = await readRecord(database, datasetSubject(dataset, sql`d.id = ${id}`));
  if (record === null) throw noDataset(dataset);
  return { id, selections: record.selections };
}

/** Nobody's id is 0. */
async function idOf(database: Database, powerUser: string | undefined): Promise<number> {
  if (powerUser === undefined) return 0;
  const [rows = []] = await database.read(sql`SELECT id FROM users WHERE key = ${powerUser}`);
  return Number(rows[0]?.[0] ?? 0);
}

async function refuseWrong(
  database: Database,
  lists: readonly { axis: Axis; rules: RuleList }[],
): Promise<void> {
  const wrong = lists.flatMap(({ axis, rules }) =>
    complaintsAbout(axis, rules).map((message) => ({ field: `rules.${axis}`, message })),
  );
  const complaints = [...wrong, ...(await missingFields(database, lists))];
  if (complaints.length > 0) throw refuseEach(complaints);
}

const firstOf: Record<'people' | 'courses', SQL> = {
  people: sql`SELECT u.key, u.username FROM ${selection('people')} s
    JOIN users u ON u.id = s.id ORDER BY u.name_key, u.id`,
  courses: sql`SELECT c.key, c.name FROM ${selection('courses')} s
    JOIN courses c ON c.id = s.id ORDER BY c.name_key, c.id`,
};

const found = (counts: readonly Row[] = [], rows: readonly Row[] = []) => ({
  count: Number(counts[0]?.[0] ?? 0),
  first: rows.map(([key, name]) => ({ key: String(key), name: String(name) })),
});

/** One rectangle under a ceiling that is none. */
const alone = (rectangle: Rectangle): Extent => ({
  rectangles: [rectangle],
  ceiling: {
    datasetId: 0,
    holderId: 0,
    name: '',
    validUntil: null,
    modes: { people: 'all', courses: 'all', plans: 'all' },
  },
});
