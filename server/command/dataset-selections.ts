/** The selections of a dataset as they come from outside: none, all, or a subset of items and rules (FOR-019). */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { RefusalPlace } from '../../shared/refusal.ts';
import {
  type Axis,
  axes,
  type ItemKind,
  itemKinds,
  modesOf,
  type Selection,
  type SelectionMode,
} from '../../shared/scope.ts';
import type { Database } from '../data/database.ts';
import type { RuleList } from '../scope/rule.ts';
import { itemTables } from './dataset-record.ts';
import {
  complaintsAbout,
  missingFields,
  replaceRules,
  ruleListSchema,
  sensitiveRules,
} from './dataset-rules.ts';

/** More hand-picked items than this are better a group, a branch or a category. */
const itemsMax = 10_000;

const kinds = Object.keys(itemKinds) as ItemKind[];

const itemSchema = z
  .strictObject({
    kind: z.enum(kinds, {
      error: ({ input }) => `There is no kind ${JSON.stringify(input)}: ${kinds.join(', ')}`,
    }),
    key: z.string().min(1).max(200),
    descendants: z.boolean().default(false),
  })
  .refine(({ kind, descendants }) => !descendants || itemKinds[kind].descends, {
    error: 'Only branches and categories have descendants',
    path: ['descendants'],
  });

const selectionSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.enum(['none', 'all', 'team', 'visible_catalogs']) }),
  z
    .strictObject({
      mode: z.literal('subset'),
      items: z
        .array(itemSchema)
        .max(itemsMax, { error: `At most ${itemsMax} items` })
        .optional(),
      rules: ruleListSchema.optional(),
    })
    .refine(({ items, rules }) => items !== undefined || rules !== undefined, {
      error: 'A subset has items or rules',
    }),
]);

/** One axis as it is written. */
export type RuledSelection = Selection & { readonly rules: RuleList | null };

/** `{ people?, courses?, plans? }`, each `{ mode }` of the axis, or `{ mode: 'subset', items?, rules? }`. */
export const selectionsSchema = z
  .strictObject({
    people: selectionSchema.optional(),
    courses: selectionSchema.optional(),
    plans: selectionSchema.optional(),
  })
  .check(({ value, issues }) => {
    for (const axis of axes) {
      for (const message of contradictionsIn(axis, value[axis])) {
        issues.push({ code: 'custom', message, input: value, path: [axis] });
      }
    }
  })
  .transform((value): RuledSelection[] =>
    axes.flatMap((axis): RuledSelection[] => {
      const selection = value[axis];
      if (selection === undefined) return [];
      if (selection.mode !== 'subset')
        return [{ axis, mode: selection.mode, items: [], rules: null }];
      const { mode, items = [], rules = null } = selection;
      return [{ axis, mode, items, rules }];
    }),
  );

/** A mode or an item on the wrong axis, and one that is named both with and without what lies below it. */
function* contradictionsIn(axis: Axis, selection: z.infer<typeof selectionSchema> | undefined) {
  const known: readonly SelectionMode[] = modesOf[axis];
  if (selection && !known.includes(selection.mode)) {
    yield `There is no ${selection.mode} of ${axis}: ${known.join(', ')}`;
  }
  if (selection?.mode !== 'subset') return;
  if (selection.rules) yield* complaintsAbout(axis, selection.rules);
  const reach = new Map<string, boolean>();
  for (const { kind, key, descendants } of selection.items ?? []) {
    if (itemKinds[kind].axis !== axis) yield `A ${kind} does not belong to ${axis}`;
    const id = `${kind} ${key}`;
    const other = reach.get(id);
    if (other !== undefined && other !== descendants) {
      yield `The ${kind} "${key}" is named both with and without descendants`;
    }
    reach.set(id, descendants);
  }
}

/**
 * What the database has against the selections: items and fields that do not exist, each by its name, because a typing
 * error must not become an empty selection (FOR-019); and sensitive placeholders that nobody asked to allow.
 */
export async function objectionsTo(
  database: Database,
  selections: readonly RuledSelection[],
  allowSensitive: boolean,
): Promise<RefusalPlace[]> {
  return [
    ...(allowSensitive ? [] : sensitiveRules(selections)),
    ...(await missingItems(database, selections)),
    ...(await missingFields(database, selections)),
  ];
}

async function missingItems(
  database: Database,
  selections: readonly Selection[],
): Promise<RefusalPlace[]> {
  const lists = byKind(selections);
  if (lists.length === 0) return [];
  const answers = await database.read(...lists.map(({ kind, keys }) => missingKeys(kind, keys)));
  return lists.flatMap(({ kind }, at) =>
    (answers[at] ?? []).map(([key]) => ({
      field: `selections.${itemKinds[kind].axis}`,
      message: `There is no ${kind} "${key}"`,
    })),
  );
}

const missingKeys = (kind: ItemKind, keys: readonly string[]): SQL =>
  sql`SELECT value FROM json_each(${JSON.stringify(keys)})
    WHERE value NOT IN (SELECT key FROM ${sql.raw(itemTables[kind])})`;

/** Writes these axes of the dataset anew; an axis that is not among them stays. */
export function replaceSelections(datasetId: SQL, selections: readonly RuledSelection[]): SQL[] {
  const clear = selections.flatMap(({ axis, mode }) => [
    sql`DELETE FROM dataset_items WHERE dataset_id = ${datasetId} AND kind IN (SELECT value
      FROM json_each(${JSON.stringify(kinds.filter((kind) => itemKinds[kind].axis === axis))}))`,
    sql`INSERT INTO dataset_selections (dataset_id, axis, mode) VALUES (${datasetId}, ${axis}, ${mode})
      ON CONFLICT (dataset_id, axis) DO UPDATE SET mode = excluded.mode WHERE mode <> excluded.mode`,
  ]);
  return [
    ...clear,
    ...byKind(selections).map(({ kind, items }) => insertItems(datasetId, kind, items)),
    ...replaceRules(datasetId, selections),
  ];
}

const insertItems = (datasetId: SQL, kind: ItemKind, items: readonly unknown[]): SQL =>
  sql`INSERT INTO dataset_items (dataset_id, kind, item_id, descendants)
    SELECT ${datasetId}, ${kind}, named.id, item.value ->> 'descendants'
    FROM json_each(${JSON.stringify(items)}) item
    JOIN ${sql.raw(itemTables[kind])} named ON named.key = item.value ->> 'key'
    WHERE true ON CONFLICT DO NOTHING`;

/** What must still hold when the batch runs: no item went away since it was looked for. */
export const itemsExist = (selections: readonly Selection[]): SQL[] =>
  byKind(selections).map(({ kind, keys }) => sql`NOT EXISTS (${missingKeys(kind, keys)})`);

function byKind(selections: readonly Selection[]) {
  const items = selections.flatMap((selection) => selection.items);
  return kinds.flatMap((kind) => {
    const mine = items.filter((item) => item.kind === kind);
    return mine.length === 0 ? [] : [{ kind, items: mine, keys: mine.map((item) => item.key) }];
  });
}
