/** `ambit branch` and `ambit category`: trees that are listed, grown, moved and pruned. */
import type { Command } from 'commander';
import { createNode } from '../../command/create-node.ts';
import { editNode } from '../../command/edit-node.ts';
import { removeNode } from '../../command/remove-node.ts';
import { type NodeRecord, nodeFilters, nodeListing, type Tree, trees } from '../../command/tree.ts';
import { atDatabase } from './at-database.ts';
import { configureList } from './list-view.ts';

export const branch = { configure: (command: Command) => configureTree(command, trees.branch) };
export const category = { configure: (command: Command) => configureTree(command, trees.category) };

function configureTree(command: Command, tree: Tree): void {
  configureList(command.command('list').description(`the ${tree.plural}`), {
    listing: nodeListing(tree),
    filters: nodeFilters(tree),
    head: ['id', 'name', 'below', tree.held.word],
    cells: ({ id, name, parent, holds }) => [id, name, parent ?? '-', String(holds)],
    wire: (node) => node,
  });
  const told = (verb: string, { name, parent }: NodeRecord): string[] => [
    `${verb} the ${tree.kind} "${name}"${parent === null ? '' : ` below ${parent}`}`,
  ];
  const create = command.command('create').description(`make a ${tree.kind}`).argument('<id>');
  create
    .argument('<name>')
    .option('--parent <id>', 'the one right above it')
    .action((id: string, name: string) =>
      atDatabase(create, async (occasion, output) => {
        const node = await createNode(occasion, tree, { id, name, ...create.opts() });
        output.print(node, told('Made', node));
      }),
    );
  const edit = command.command('edit').description(`rename or move a ${tree.kind}`);
  edit
    .argument('<id>')
    .option('--name <name>')
    .option('--parent <id>', 'the one right above it')
    .option('--no-parent', 'at the top')
    .action((id: string) =>
      atDatabase(edit, async (occasion, output) => {
        const { parent, ...rest } = edit.opts();
        const above = parent === undefined ? {} : { parent: parent || null };
        const node = await editNode(occasion, tree, { node: id, ...rest, ...above });
        output.print(node, told('Changed', node));
      }),
    );
  const remove = command.command('remove').description(`remove a ${tree.kind}`).argument('<id>');
  remove
    .option('--move-to <id>', 'where all that is right in it, and right below it, goes')
    .action((id: string) =>
      atDatabase(remove, async (occasion, output) => {
        const node = await removeNode(occasion, tree, { node: id, ...remove.opts() });
        output.print(node, told('Removed', node));
      }),
    );
}
