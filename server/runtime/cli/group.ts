/** `ambit group`: groups that are filled by hand, and what the LMS filled. */
import type { Command } from 'commander';
import { changeGroupMembers } from '../../command/change-group-members.ts';
import { createGroup } from '../../command/create-group.ts';
import { editGroup } from '../../command/edit-group.ts';
import { type GroupRecord, groupFilters, groupListing } from '../../command/group-record.ts';
import { removeGroup } from '../../command/remove-group.ts';
import { atDatabase } from './at-database.ts';
import { configureList } from './list-view.ts';
import { counted } from './output.ts';

export function configure(command: Command): void {
  configureList(command.command('list').description('every group'), {
    listing: groupListing,
    filters: groupFilters,
    head: ['id', 'name', 'filled', 'members'],
    cells: ({ id, name, automatic, members }) => [
      ...[id, name, automatic ? 'by the LMS' : 'by hand'],
      String(members),
    ],
    wire: (group) => group,
  });
  const create = command.command('create').description('make a group').argument('<id>');
  create.argument('<name>').action((id: string, name: string) =>
    atDatabase(create, async (occasion, output) => {
      const group = await createGroup(occasion, { id, name });
      output.print(group, [told('Made', group)]);
    }),
  );
  const edit = command.command('edit').description('rename a group').argument('<id>');
  edit.requiredOption('--name <name>').action((id: string) =>
    atDatabase(edit, async (occasion, output) => {
      const group = await editGroup(occasion, { group: id, ...edit.opts() });
      output.print(group, [told('Changed', group)]);
    }),
  );
  const remove = command.command('remove').description('remove a group').argument('<id>');
  remove.action((id: string) =>
    atDatabase(remove, async (occasion, output) => {
      const group = await removeGroup(occasion, { group: id });
      output.print(group, [told('Removed', group)]);
    }),
  );
  configureMembers(command);
}

/** By the ids of users. */
function configureMembers(command: Command): void {
  for (const [verb, key, description] of [
    ['add', 'add', 'put people into a group'],
    ['take-out', 'remove', 'take people out of a group'],
  ] as const) {
    const change = command.command(verb).description(description);
    change
      .argument('<id>')
      .argument('<users...>')
      .action((id: string, users: string[]) =>
        atDatabase(change, async (occasion, output) => {
          const changes = await changeGroupMembers(occasion, { group: id, [key]: users });
          output.print(changes, [told('Changed', changes.group)]);
        }),
      );
  }
}

const told = (verb: string, { name, members }: GroupRecord): string =>
  `${verb} the group "${name}" with ${counted(members, 'member')}`;
