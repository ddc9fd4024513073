/** `ambit catalog`: what catalogs list, and who sees them. */
import type { Command } from 'commander';
import {
  type CatalogRecord,
  catalogFilters,
  catalogListing,
  catalogSubject,
  noCatalog,
} from '../../command/catalog-record.ts';
import { readRecord } from '../../command/change.ts';
import { createCatalog } from '../../command/create-catalog.ts';
import { editCatalog } from '../../command/edit-catalog.ts';
import { removeCatalog } from '../../command/remove-catalog.ts';
import { atDatabase, collect } from './at-database.ts';
import { configureList } from './list-view.ts';

export function configure(command: Command): void {
  configureList(command.command('list').description('every catalog'), {
    listing: catalogListing,
    filters: catalogFilters,
    head: ['id', 'name', 'visible to', 'lists'],
    cells: ({ id, name, visibility, items }) => [id, name, visibility, String(items.length)],
    wire: (catalog) => catalog,
  });
  const show = command.command('show').description('one catalog').argument('<id>');
  show.action((id: string) =>
    atDatabase(show, async ({ database }, output) => {
      const catalog = await readRecord(database, catalogSubject(id));
      if (catalog === null) throw noCatalog(id);
      output.print(catalog, linesOf(catalog));
    }),
  );
  const create = command.command('create').description('make a catalog').argument('<id>');
  create.argument('<name>').action((id: string, name: string) =>
    atDatabase(create, async (occasion, output) => {
      const catalog = await createCatalog(occasion, { id, name });
      output.print(catalog, linesOf(catalog));
    }),
  );
  configureEdit(command.command('edit').description('change a catalog').argument('<id>'));
  const remove = command.command('remove').description('remove a catalog').argument('<id>');
  remove.action((id: string) =>
    atDatabase(remove, async (occasion, output) => {
      const catalog = await removeCatalog(occasion, { catalog: id });
      output.print(catalog, [`Removed the catalog "${catalog.name}"`]);
    }),
  );
}

/** Each list is named whole, or stays. */
const lists = {
  items: { course: 'a course in it', plan: 'a learning plan in it' },
  audience: {
    user: 'a user who sees it',
    group: 'a group that sees it',
    branch: 'a branch that sees it',
  },
} as const;

function configureEdit(edit: Command): void {
  edit
    .option('--name <name>')
    .option('--visibility <who>', 'everyone, restricted (its audience alone) or hidden')
    .option('--branch-with-descendants <id>', 'a branch, and all below, that sees it', collect)
    .option('--no-items', 'lists nothing')
    .option('--no-audience', 'has no audience');
  for (const [kind, about] of Object.values(lists).flatMap((kinds) => Object.entries(kinds))) {
    edit.option(`--${kind} <id>`, `${about} (again for more)`, collect);
  }
  edit.action((id: string) =>
    atDatabase(edit, async (occasion, output) => {
      const catalog = await editCatalog(occasion, { catalog: id, ...given(edit.opts()) });
      output.print(catalog, linesOf(catalog));
    }),
  );
}

function given({
  name,
  visibility,
  items,
  audience,
  branchWithDescendants: below = [],
  ...options
}: {
  readonly name?: string;
  readonly visibility?: string;
  readonly items?: boolean;
  readonly audience?: boolean;
  readonly branchWithDescendants?: readonly string[];
} & Readonly<Record<string, unknown>>) {
  const named = (kinds: object) =>
    Object.keys(kinds).flatMap((kind) =>
      ((options[kind] ?? []) as readonly string[]).map((id) => ({ kind, id })),
    );
  const listed = named(lists.items);
  const whole = below.map((id) => ({ kind: 'branch', id, descendants: true }));
  const seen = [...named(lists.audience), ...whole];
  return {
    name,
    visibility,
    ...((items === false || listed.length > 0) && { items: listed }),
    ...((audience === false || seen.length > 0) && { audience: seen }),
  };
}

const linesOf = ({ id, name, visibility, items, audience }: CatalogRecord): string[] => [
  `${name} (id ${id}), ${visibility}`,
  `Lists: ${items.map((item) => `${item.kind} ${item.id}`).join(', ') || 'nothing'}`,
  `Audience: ${audience.map((one) => `${one.kind} ${one.id}${one.descendants ? ' and below' : ''}`).join(', ') || 'none'}`,
];
