/** `ambit resource`: locations, channels and folders by name; and who holds them, pages and menus. */
import type { Command } from 'commander';
import { Refusal } from '../../../shared/refusal.ts';
import { type AssignableKind, assignableKinds } from '../../../shared/resource.ts';
import { assignResources } from '../../command/assign-resources.ts';
import type { AssignedRecord } from '../../command/assigned-record.ts';
import { readResources } from '../../command/assigned-record.ts';
import { createResource } from '../../command/create-resource.ts';
import { findPerson } from '../../command/power-user-record.ts';
import { removeResource } from '../../command/remove-resource.ts';
import { unassignContent } from '../../command/unassign-content.ts';
import { unassignResources } from '../../command/unassign-resources.ts';
import { assignedLines, assignedWire } from './assigned-view.ts';
import { atDatabase, collect } from './at-database.ts';
import { datasetLines, datasetWire } from './dataset-view.ts';
import { table } from './output.ts';

export function configure(command: Command): void {
  configureNames(command);
  configureHolders(command);
  configureContent(command);
}

function configureNames(command: Command): void {
  const list = command.command('list').description('every location, channel and folder');
  list.action(() =>
    atDatabase(list, async ({ database }, output) => {
      const all = await readResources(database);
      const rows = all.map(({ kind, key, name }) => [kind, key, name]);
      output.print(all, table(['kind', 'id', 'name'], rows));
    }),
  );
  const add = command.command('add').description('make one known, so that it can be assigned');
  add.argument('<kind>', 'location, channel or folder').argument('<id>').argument('<name>');
  add.action((kind: string, key: string, name: string) =>
    atDatabase(add, async (occasion, output) => {
      const made = await createResource(occasion, { kind, key, name });
      output.print(made, [`Added the ${made.kind} ${made.key} (${made.name})`]);
    }),
  );
  const remove = command.command('remove').description('forget one');
  remove.argument('<kind>').argument('<id>');
  remove.action((kind: string, key: string) =>
    atDatabase(remove, async (occasion, output) => {
      const gone = await removeResource(occasion, { kind, key });
      output.print(gone, [`Removed the ${gone.kind} ${gone.key} (${gone.name})`]);
    }),
  );
}

function configureHolders(command: Command): void {
  const assign = command.command('assign').description('let a power user hold them');
  const unassign = command
    .command('unassign')
    .description('take them away; a menu leaves its pages behind, so take menus first');
  for (const kind of assignableKinds) {
    assign.option(`--${kind} <id>`, `a ${kind} (again for more)`, collect);
    unassign.option(`--${kind} <id>`, `a ${kind} (again for more)`, collect);
    unassign.option(`--all-${kind}s`, `every ${kind}`);
  }
  assign.argument('<username>').action((username: string) =>
    atDatabase(assign, async (occasion, output) => {
      const powerUser = await findPerson(occasion.database, username);
      let after: AssignedRecord | null = null;
      for (const [kind, keys] of namedIn(assign)) {
        after = await assignResources(occasion, { powerUser, kind, keys });
      }
      print(after, output);
    }),
  );
  unassign.argument('<username>').action((username: string) =>
    atDatabase(unassign, async (occasion, output) => {
      const powerUser = await findPerson(occasion.database, username);
      const options = unassign.opts<Record<string, unknown>>();
      let after: AssignedRecord | null = null;
      // Menus before pages, or the pages of menus would stay.
      for (const kind of ['menu', ...assignableKinds.filter((one) => one !== 'menu')] as const) {
        const keys = options[kind] as string[] | undefined;
        const all = options[`all${kind[0]?.toUpperCase()}${kind.slice(1)}s`] === true;
        if (keys) after = await unassignResources(occasion, { powerUser, kind, keys });
        if (all) after = await unassignResources(occasion, { powerUser, kind });
      }
      print(after, output);
    }),
  );
}

const namedIn = (command: Command): [AssignableKind, string[]][] =>
  assignableKinds.flatMap((kind) => {
    const keys = command.opts<Record<string, string[] | undefined>>()[kind];
    return keys ? [[kind, keys] as [AssignableKind, string[]]] : [];
  });

function print(
  after: AssignedRecord | null,
  output: { print(value: unknown, lines: readonly string[]): void },
): void {
  if (after === null) throw new Refusal('bad-request', 'Name something, such as --menu <name>');
  const lines = assignedLines(after);
  output.print(assignedWire(after), [
    `${after.username} holds ${lines.length === 0 ? 'no page, menu or other resource' : 'now:'}`,
    ...lines.map((line) => `  ${line}`),
  ]);
}

function configureContent(command: Command): void {
  const clear = command
    .command('unassign-content')
    .description('take all courses, plans, categories and catalogs from a power user')
    .argument('<username>')
    .option('--kind <kind>', 'only the items of one kind, such as course or group')
    .option('--yes', "go on, though it can't be given back as it was");
  clear.action((username: string) =>
    atDatabase(clear, async (occasion, output) => {
      const { kind, yes: confirmed } = clear.opts<{ kind?: string; yes?: true }>();
      const powerUser = await findPerson(occasion.database, username);
      const after = await unassignContent(occasion, { powerUser, kind, confirmed });
      output.print({ username: after.username, datasets: after.datasets.map(datasetWire) }, [
        `${after.username} holds now:`,
        ...after.datasets.flatMap(datasetLines),
      ]);
    }),
  );
}
