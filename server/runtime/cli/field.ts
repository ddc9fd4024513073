/** `ambit field`: the additional fields of people, who may see them and where. */
import type { Command } from 'commander';
import { editUserField } from '../../command/edit-user-field.ts';
import { readUserFields, type UserFieldRecord } from '../../command/user-field-record.ts';
import { atDatabase, collect } from './at-database.ts';
import { table } from './output.ts';

export function configure(command: Command): void {
  const list = command.command('list').description('every additional field');
  list.action(() =>
    atDatabase(list, async ({ database }, output) => {
      const fields = await readUserFields(database);
      output.print(fields.map(wire), table(['id', 'name', 'seen', 'changed'], fields.map(cells)));
    }),
  );
  const edit = command
    .command('edit')
    .description('change what a field is called, who may see it, and where')
    .argument('<id>')
    .option('--name <name>', 'a new name')
    .option('--invisible', 'only for those who may view invisible fields')
    .option('--visible', 'for everybody who sees the person')
    .option('--branch <id>', 'only for people of this branch and below (again for more)', collect)
    .option('--everywhere', 'for people of all branches')
    .option('--viewer-editable', 'people may change their own value in the LMS')
    .option('--not-viewer-editable', "people can't change their own value");
  edit.action((field: string) =>
    atDatabase(edit, async (occasion, output) => {
      const options = edit.opts<Record<string, string | string[] | true | undefined>>();
      const either = (yes: string, no: string) =>
        options[yes] ? true : options[no] ? false : undefined;
      const after = await editUserField(occasion, {
        field,
        name: options.name,
        invisible: either('invisible', 'visible'),
        viewerEditable: either('viewerEditable', 'notViewerEditable'),
        branches: options.everywhere ? null : options.branch,
      });
      output.print(wire(after), [`Changed the field ${cells(after).join(', ')}`]);
    }),
  );
}

const wire = ({ viewerEditable, ...field }: UserFieldRecord) => ({
  ...field,
  viewer_editable: viewerEditable,
});

const cells = ({ id, name, invisible, branches, viewerEditable }: UserFieldRecord): string[] => [
  id,
  name,
  [
    invisible ? 'by those who may view invisible fields' : 'by everybody',
    ...(branches ? [`of ${branches.join(', ') || 'no branch'}`] : []),
  ].join(', '),
  viewerEditable ? 'by people themselves' : '-',
];
