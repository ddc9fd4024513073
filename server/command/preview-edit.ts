/** Who and what a dataset would select with other selections, and what would change, before anything is saved. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Axis, axes } from '../../shared/scope.ts';
import type { Database, Row } from '../data/database.ts';
import { readRules } from '../scope/load-rules.ts';
import type { RuleList, RuleLists } from '../scope/rule.ts';
import type { Rectangle } from '../scope/scope.ts';
import { compileScope, selection } from '../scope/sql.ts';
import { readRecord } from './change.ts';
import { type DatasetRecord, datasetSubject, findDataset, noDataset } from './dataset-record.ts';
import {
  objectionsTo,
  type RuledSelection,
  replaceSelections,
  selectionsSchema,
} from './dataset-selections.ts';
import { editablePlaceholders } from './editable-placeholders.ts';
import { parse, refuseEach } from './parse.ts';
import { nameReferenceSchema } from './plain-text.ts';
import { noPerson } from './power-user-record.ts';

/** Named in a preview; the rest is counted. */
const shownMax = 20;

const inputSchema = z.strictObject({
  dataset: nameReferenceSchema.optional(),
  powerUser: z.string().optional(),
  selections: selectionsSchema.default([]),
  allowSensitive: z.boolean().default(false),
});

/** What an axis would come to. */
export interface PreviewedAxis {
  readonly count: number;
  /** How many of them the kept dataset does not select. */
  readonly gained: number;
  /** How many the kept dataset selects, and this would not. */
  readonly lost: number;
  readonly first: readonly { readonly id: string; readonly name: string }[];
}

export interface EditPreview extends Readonly<Record<Axis, PreviewedAxis>> {
  /** Rules that match nobody whoever is there, and why. */
  readonly deadRules: readonly string[];
  /** Placeholders that stand for what people may change themselves. */
  readonly editablePlaceholders: readonly string[];
}

/**
 * Asked of the same tables and the same compiler that a saved dataset is: a draft is written, asked, and taken back
 * within one batch, so that nobody else ever meets it.
 * @param input `{ dataset?: name, powerUser?: id, selections?, allowSensitive? }`; an axis that is not named stays as
 * the dataset has it, or is `none`. Placeholders are bound to the power user; without one they stand for nothing.
 * @throws Refusal `unprocessable` for selections that could not be saved; `not-found` for dataset or power user
 */
export async function previewEdit(database: Database, input: unknown): Promise<EditPreview> {
  const { dataset, powerUser, selections, allowSensitive } = parse(inputSchema, input);
  const objections = await objectionsTo(database, selections, allowSensitive);
  if (objections.length > 0) throw refuseEach(objections);
  const kept = dataset === undefined ? nothingKept : await readKept(database, dataset);
  const holderId = powerUser === undefined ? 0 : await idOf(database, powerUser);
  const { bounds, dead } = await bindDraft(database, { kept, holderId, selections });
  const draftId = -1 - Math.floor(Math.random() * 2 ** 40);
  const modeIn = (axis: Axis, draft: boolean) =>
    (draft ? selections.find((one) => one.axis === axis)?.mode : undefined) ??
    kept.selections[axis] ??
    'none';
  const draft = alone({ datasetId: draftId, holderId }, (axis) => modeIn(axis, true), bounds.draft);
  const now = alone({ datasetId: kept.id, holderId }, (axis) => modeIn(axis, false), bounds.kept);
  const before = [copyItems(kept.id, draftId), ...replaceSelections(sql`${draftId}`, selections)];
  const questions = axes.flatMap((axis) => [
    counts(draft(axis), now(axis)),
    sql`${firstOf[axis](draft(axis))} LIMIT ${shownMax}`,
  ]);
  const answers = await database.write([...before, ...questions, ...takeBack(draftId)]);
  const told = answers.slice(before.length);
  return {
    people: previewed(told[0], told[1]),
    courses: previewed(told[2], told[3]),
    plans: previewed(told[4], told[5]),
    deadRules: dead,
    editablePlaceholders: await editablePlaceholders(database, rulesAfter(kept, selections)),
  };
}

interface Kept extends Pick<DatasetRecord, 'rules'> {
  readonly id: number;
  readonly selections: DatasetRecord['selections'];
}

const nothingKept: Kept = { id: 0, selections: {}, rules: {} };

/** Of an axis that is not named, those that it has. */
const rulesAfter = (kept: Kept, selections: readonly RuledSelection[]): RuleList[] =>
  axes.flatMap((axis) => {
    const named = selections.find((one) => one.axis === axis);
    const list = named ? named.rules : kept.rules[axis];
    return list ? [list] : [];
  });

async function readKept(database: Database, dataset: string): Promise<Kept> {
  const { id } = await findDataset(database, dataset);
  const record = await readRecord(database, datasetSubject(dataset, sql`d.id = ${id}`));
  if (record === null) throw noDataset(dataset);
  return { id, selections: record.selections, rules: record.rules };
}

async function idOf(database: Database, powerUser: string): Promise<number> {
  const [[row] = []] = await database.read(sql`SELECT id FROM users WHERE key = ${powerUser}`);
  if (row === undefined) throw noPerson(powerUser);
  return Number(row[0]);
}

interface Draft {
  readonly kept: Kept;
  readonly holderId: number;
  readonly selections: readonly RuledSelection[];
}

/** The rules of both: an axis that the draft names has the draft's rules or none. */
async function bindDraft(database: Database, { kept, holderId, selections }: Draft) {
  const lists: RuleLists = Object.fromEntries(
    selections.flatMap(({ axis, rules }) => (rules === null ? [] : [[axis, rules]])),
  );
  const reader = await readRules(database, {
    datasets: sql`SELECT ${kept.id}`,
    powerUserId: holderId,
    unsaved: lists,
  });
  const [stored, fresh] = [reader.ofDataset(kept.id), reader.ofLists(lists)];
  const named = new Set(selections.map(({ axis }) => axis));
  const staying = Object.entries(stored.bound).filter(([axis]) => !named.has(axis as Axis));
  const dead = [...fresh.dead, ...stored.dead.filter(({ axis }) => !named.has(axis))];
  return {
    bounds: { draft: { ...Object.fromEntries(staying), ...fresh.bound }, kept: stored.bound },
    dead: dead.map(({ told, because }) => `${told}: ${because}`),
  };
}

/** What each axis of one dataset selects, alone and under no ceiling, as a table of ids. */
function alone(
  { datasetId, holderId }: { readonly datasetId: number; readonly holderId: number },
  modeOf: (axis: Axis) => Rectangle['modes'][Axis],
  rules: Rectangle['rules'] = {},
): (axis: Axis) => SQL {
  const of = (mode: typeof modeOf) =>
    Object.fromEntries(axes.map((axis) => [axis, mode(axis)])) as Rectangle['modes'];
  const plain = { holderId, name: '', validUntil: null };
  const { tables } = compileScope({
    rectangles: [{ ...plain, datasetId, rules, modes: of(modeOf) }],
    ceiling: { ...plain, datasetId: 0, modes: of(() => 'all') },
  });
  return (axis) => sql`(${tables} SELECT id FROM ${selection(axis)})`;
}

const copyItems = (from: number, to: number): SQL =>
  sql`INSERT INTO dataset_items (dataset_id, kind, item_id, descendants)
    SELECT ${to}, kind, item_id, descendants FROM dataset_items WHERE dataset_id = ${from}`;

const takeBack = (draftId: number): SQL[] =>
  ['dataset_items', 'dataset_rules', 'dataset_selections'].map(
    (table) => sql`DELETE FROM ${sql.identifier(table)} WHERE dataset_id = ${draftId}`,
  );

const counts = (draft: SQL, now: SQL): SQL =>
  sql`SELECT (SELECT count(*) FROM ${draft}),
    (SELECT count(*) FROM (SELECT id FROM ${draft} EXCEPT SELECT id FROM ${now})),
    (SELECT count(*) FROM (SELECT id FROM ${now} EXCEPT SELECT id FROM ${draft}))`;

const firstOf: Record<Axis, (ids: SQL) => SQL> = {
  people: (ids) => sql`SELECT key, username FROM users WHERE id IN ${ids} ORDER BY name_key, id`,
  courses: (ids) => sql`SELECT key, name FROM courses WHERE id IN ${ids} ORDER BY name_key, id`,
  plans: (ids) =>
    sql`SELECT key, name FROM learning_plans WHERE id IN ${ids} ORDER BY name_key, id`,
};

const previewed = (
  [found = []]: readonly Row[] = [],
  rows: readonly Row[] = [],
): PreviewedAxis => ({
  count: Number(found[0] ?? 0),
  gained: Number(found[1] ?? 0),
  lost: Number(found[2] ?? 0),
  first: rows.map(([id, name]) => ({ id: String(id), name: String(name) })),
});
