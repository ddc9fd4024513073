/** `ambit user-field`: additional fields of people, and who may see them. */
import type { Command } from 'commander';
import { editUserField } from '../../command/edit-user-field.ts';
import { type UserFieldRecord, userFieldListing } from '../../command/user-field-record.ts';
import { atDatabase } from './at-database.ts';
import { configureList } from './list-view.ts';

export function configure(command: Command): void {
  configureList(command.command('list').description('every additional field'), {
    listing: userFieldListing,
    head: ['id', 'name', 'seen by', 'values'],
    cells: (field) => [field.id, field.name, seenBy(field), String(field.values)],
    wire: (field) => field,
  });
  const edit = command.command('edit').description('change a field').argument('<id>');
  edit
    .option('--name <name>')
    .option('--invisible', 'for those alone who may view invisible fields')
    .option('--visible', 'for everybody who sees the person')
    .action((id: string) =>
      atDatabase(edit, async (occasion, output) => {
        const { name, invisible, visible } = edit.opts();
        const hides = visible ? { invisible: false } : invisible ? { invisible: true } : {};
        const field = await editUserField(occasion, { field: id, name, ...hides });
        output.print(field, [`The field "${field.name}" is seen by ${seenBy(field)}`]);
      }),
    );
}

const seenBy = ({ invisible }: UserFieldRecord): string =>
  invisible ? 'those who may view invisible fields' : 'everybody who sees the person';
