/** Takes all courses, plans, categories and catalogs from a power user in one step, or all items of one kind (PU-051). */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { type ItemKind, itemKinds } from '../../shared/scope.ts';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import {
  type ContentRecord,
  contentSubject,
  hasContent,
  isPrivate,
  itemsOf,
} from './content-record.ts';
import { parse } from './parse.ts';
import { noPerson } from './power-user-record.ts';

const kinds = Object.keys(itemKinds) as [ItemKind, ...ItemKind[]];

const inputSchema = z.strictObject({
  powerUser: z.string(),
  kind: z.enum(kinds).optional(),
  confirmed: z.boolean().default(false),
});

/**
 * Private datasets lose what they select; a shared one is somebody else's too, so that it stays as it is and is taken
 * from this person. Of one kind, only private datasets lose their items.
 * @param input `{ powerUser: id, kind?, confirmed? }`
 * @throws Refusal `not-found`; `unprocessable` for who is no power user, and unless it is confirmed: then with the
 * warning of what can't be given back
 */
export async function unassignContent(occasion: Occasion, input: unknown): Promise<ContentRecord> {
  authorize(occasion.actor, 'content.unassign');
  const { powerUser, kind, confirmed } = parse(inputSchema, input);
  const subject = contentSubject(powerUser);
  const { after } = await change(occasion, 'content.unassign', subject, (before) => {
    if (before === null) throw noPerson(powerUser);
    if (before.level !== 'power_user') {
      throw new Refusal('unprocessable', `${before.username} is not a power user`);
    }
    const warning = warningOf(before, powerUser, kind);
    if (warning === null) return { statements: [] };
    if (!confirmed) throw new Refusal('unprocessable', `${warning}. Confirm to go on`);
    return { statements: kind ? clearKind(powerUser, kind) : clearAll(powerUser) };
  });
  return after;
}

/** What goes and can't be given back; null where there is nothing to take. */
function warningOf(
  { username, datasets }: ContentRecord,
  powerUser: string,
  kind: ItemKind | undefined,
): string | null {
  const own = datasets.filter((dataset) => isPrivate(dataset, powerUser));
  const gone = own.flatMap((dataset) => itemsOf(dataset, kind));
  const emptied = own.filter((one) => (kind ? itemsOf(one, kind).length > 0 : hasContent(one)));
  const taken = kind ? [] : datasets.filter((one) => !isPrivate(one, powerUser) && hasContent(one));
  if (emptied.length === 0 && taken.length === 0) return null;
  const names = (some: readonly { readonly name: string }[]) =>
    some.map(({ name }) => `"${name}"`).join(', ');
  const what = kind ?? 'course, learning plan, category and catalog';
  const parts = [
    emptied.length > 0 &&
      `what ${names(emptied)} select is lost, ${gone.length} named among it, and has to be chosen anew`,
    taken.length > 0 && `the shared ${names(taken)} can be assigned again`,
  ].filter(Boolean);
  return `This takes every ${what} from ${username}: ${parts.join('; ')}`;
}

const idOf = (powerUser: string): SQL => sql`(SELECT id FROM users WHERE key = ${powerUser})`;

const ownOf = (powerUser: string): SQL => sql`(SELECT a.dataset_id FROM dataset_assignments a
  JOIN datasets d ON d.id = a.dataset_id
  WHERE a.power_user_id = ${idOf(powerUser)} AND d.owner_id = a.power_user_id)`;

const clearKind = (powerUser: string, kind: ItemKind): SQL[] => [
  sql`DELETE FROM dataset_items WHERE kind = ${kind} AND dataset_id IN ${ownOf(powerUser)}`,
];

function clearAll(powerUser: string): SQL[] {
  const contentKinds = kinds.filter((kind) => itemKinds[kind].axis !== 'people');
  return [
    sql`DELETE FROM dataset_assignments WHERE power_user_id = ${idOf(powerUser)}
      AND dataset_id NOT IN ${ownOf(powerUser)} AND dataset_id IN (SELECT dataset_id
        FROM dataset_selections WHERE axis <> 'people' AND mode <> 'none')`,
    // What was cut for one is of no use to another.
    sql`DELETE FROM datasets WHERE made_by IS NOT NULL
      AND id NOT IN (SELECT dataset_id FROM dataset_assignments)`,
    sql`DELETE FROM dataset_items WHERE dataset_id IN ${ownOf(powerUser)} AND kind IN (SELECT value
      FROM json_each(${JSON.stringify(contentKinds)}))`,
    sql`DELETE FROM dataset_rules WHERE dataset_id IN ${ownOf(powerUser)} AND axis <> 'people'`,
    sql`UPDATE dataset_selections SET mode = 'none' WHERE dataset_id IN ${ownOf(powerUser)}
      AND axis <> 'people' AND mode <> 'none'`,
  ];
}
