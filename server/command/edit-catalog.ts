/** Changes who sees a catalog, and what it lists (PU-059). */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { catalogVisibilities } from '../data/schema/learning.ts';
import { authorize } from './actor.ts';
import {
  audienceKinds,
  type CatalogRecord,
  catalogSubject,
  itemKinds,
  noCatalog,
} from './catalog-record.ts';
import { change, type Occasion } from './change.ts';
import { idSchema, titleSchema } from './lms-text.ts';
import { parse } from './parse.ts';
import { type Reference, type ReferenceKind, requireReferences } from './references.ts';

const listMax = 10_000;
const twice = { error: 'One stands twice' };
const areDifferent = (list: readonly { kind: string; id: string }[]): boolean =>
  new Set(list.map(({ kind, id }) => `${kind} ${id}`)).size === list.length;

const inputSchema = z.strictObject({
  catalog: idSchema,
  name: titleSchema().optional(),
  visibility: z.enum(catalogVisibilities).optional(),
  items: z
    .array(z.strictObject({ kind: z.enum(itemKinds), id: idSchema }))
    .max(listMax)
    .refine(areDifferent, twice)
    .optional(),
  audience: z
    .array(
      z
        .strictObject({
          kind: z.enum(audienceKinds),
          id: idSchema,
          descendants: z.boolean().default(false),
        })
        .refine(({ kind, descendants }) => kind === 'branch' || !descendants, {
          error: 'Only branches have descendants',
          path: ['descendants'],
        }),
    )
    .max(listMax)
    .refine(areDifferent, twice)
    .optional(),
});
type Edit = z.infer<typeof inputSchema>;

/**
 * What is not named stays; a list that is named is all of it.
 * @param input `{ catalog: id, name?, visibility?, items?: { kind, id }[], audience?: { kind, id, descendants? }[] }`
 * @throws Refusal `not-found`; `unprocessable` for a bad name and for what is not there (each by its field)
 */
export async function editCatalog(occasion: Occasion, input: unknown): Promise<CatalogRecord> {
  authorize(occasion.actor, 'catalog.edit');
  const { catalog, ...edit } = parse(inputSchema, input);
  const subject = catalogSubject(catalog);
  const { after } = await change(occasion, 'catalog.edit', subject, async (before) => {
    if (before === null) throw noCatalog(catalog);
    const { name = before.name, visibility = before.visibility } = edit;
    const wanted = { ...before, name, visibility, ...sorted(edit) };
    if (JSON.stringify(wanted) === JSON.stringify(before)) return { statements: [] };
    const catalogId = sql`(SELECT id FROM catalogs WHERE key = ${catalog})`;
    return {
      statements: [
        sql`UPDATE catalogs SET name = ${name}, visibility = ${visibility} WHERE key = ${catalog}`,
        ...replaceItems(catalogId, edit.items),
        ...replaceAudience(catalogId, edit.audience),
      ],
      holds: await requireReferences(occasion.database, [
        ...named('items', edit.items ?? []),
        ...named('audience', edit.audience ?? []),
      ]),
    };
  });
  return after;
}

/** As the record has them, so that the same list in another order is no change. */
function sorted({ items, audience }: Omit<Edit, 'catalog'>): Partial<CatalogRecord> {
  const inOrder = <T extends { kind: string; id: string }>(list: readonly T[]) =>
    list.toSorted((a, b) => compare(a.kind, b.kind) || compare(a.id, b.id));
  return {
    ...(items && { items: inOrder(items) }),
    ...(audience && { audience: inOrder(audience) }),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const named = (
  field: string,
  list: readonly { readonly kind: ReferenceKind; readonly id: string }[],
): Reference[] => list.map(({ kind, id: key }, at) => ({ kind, key, field: `${field}.${at}.id` }));

const idOfItem = sql`CASE e.value ->> 'kind'
  WHEN 'course' THEN (SELECT id FROM courses WHERE key = e.value ->> 'id')
  WHEN 'plan' THEN (SELECT id FROM learning_plans WHERE key = e.value ->> 'id') END`;

const idOfAudience = sql`CASE e.value ->> 'kind'
  WHEN 'user' THEN (SELECT id FROM users WHERE key = e.value ->> 'id')
  WHEN 'group' THEN (SELECT id FROM groups WHERE key = e.value ->> 'id')
  WHEN 'branch' THEN (SELECT id FROM branches WHERE key = e.value ->> 'id') END`;

const replaceItems = (catalogId: SQL, items: Edit['items']): SQL[] =>
  items === undefined
    ? []
    : [
        sql`DELETE FROM catalog_items WHERE catalog_id = ${catalogId}`,
        sql`INSERT INTO catalog_items (catalog_id, kind, item_id)
          SELECT ${catalogId}, e.value ->> 'kind', ${idOfItem}
          FROM json_each(${JSON.stringify(items)}) e`,
      ];

const replaceAudience = (catalogId: SQL, audience: Edit['audience']): SQL[] =>
  audience === undefined
    ? []
    : [
        sql`DELETE FROM catalog_audiences WHERE catalog_id = ${catalogId}`,
        sql`INSERT INTO catalog_audiences (catalog_id, kind, item_id, descendants)
          SELECT ${catalogId}, e.value ->> 'kind', ${idOfAudience}, e.value ->> 'descendants'
          FROM json_each(${JSON.stringify(audience)}) e`,
      ];
