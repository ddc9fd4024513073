/** `ambit dataset`: makes, edits, removes, lists, assigns and unassigns datasets. */
import type { Command } from 'commander';
import { assignDataset } from '../../command/assign-dataset.ts';
import { createDataset } from '../../command/create-dataset.ts';
import { cutDataset } from '../../command/cut-dataset.ts';
import { readDatasets } from '../../command/dataset-record.ts';
import { editDataset } from '../../command/edit-dataset.ts';
import { findPerson, type PowerUserRecord } from '../../command/power-user-record.ts';
import { removeDataset } from '../../command/remove-dataset.ts';
import { unassignDataset } from '../../command/unassign-dataset.ts';
import { atDatabase } from './at-database.ts';
import { addSelectionOptions, selectionsOf } from './dataset-options.ts';
import { configurePreview } from './dataset-preview.ts';
import { datasetLines, datasetWire } from './dataset-view.ts';
import { counted } from './output.ts';
import { isoOrNull, parseTime, period } from './time.ts';

export function configure(command: Command): void {
  configureChanges(command);
  configureHolders(command);
  configurePreview(command);
  const list = command.command('list').description('every dataset, and what it selects');
  list.action(() =>
    atDatabase(list, async ({ database }, output) => {
      const datasets = await readDatasets(database);
      const lines = datasets.flatMap((dataset) => [
        ...datasetLines(dataset),
        `  held by ${dataset.holders.length}${ceiling(dataset.ceilingOf)}`,
      ]);
      output.print(
        datasets.map(datasetWire),
        lines.length === 0 ? ['There are no datasets'] : lines,
      );
    }),
  );
}

const ceiling = (sites: readonly string[]): string =>
  sites.length === 0 ? '' : `; the ceiling of ${sites.join(', ')}`;

const sensitiveHelp = 'let rules use placeholders such as {power_user.gender}';

function configureChanges(command: Command): void {
  const create = command.command('create').description('make a dataset').argument('<name>');
  addSelectionOptions(create);
  create
    .option('--allow-sensitive', sensitiveHelp)
    .option('--for <username>', 'private to this power user, to whom it is assigned at once')
    .action((name: string) =>
      atDatabase(create, async (occasion, output) => {
        const { for: username, allowSensitive } = create.opts<{
          for?: string;
          allowSensitive?: true;
        }>();
        const owner = username && (await findPerson(occasion.database, username));
        const selections = selectionsOf(create);
        const made = await createDataset(occasion, { name, owner, selections, allowSensitive });
        output.print(datasetWire(made), ['Made the dataset', ...datasetLines(made)]);
      }),
    );
  const edit = command
    .command('edit')
    .description('change a dataset: an axis that is named is replaced, the others stay')
    .argument('<name>');
  addSelectionOptions(edit);
  edit
    .option('--name <name>', 'a new name')
    .option('--allow-sensitive', sensitiveHelp)
    .action((dataset: string) =>
      atDatabase(edit, async (occasion, output) => {
        const { name, allowSensitive } = edit.opts<{ name?: string; allowSensitive?: true }>();
        const selections = selectionsOf(edit);
        const made = await editDataset(occasion, { dataset, name, selections, allowSensitive });
        output.print(datasetWire(made), ['Changed the dataset', ...datasetLines(made)]);
      }),
    );
  const remove = command.command('remove').description('remove a dataset').argument('<name>');
  remove.action((dataset: string) =>
    atDatabase(remove, async (occasion, output) => {
      const removed = await removeDataset(occasion, { dataset });
      const holders = `${counted(removed.holders.length, 'power user')} held it`;
      output.print(datasetWire(removed), [`Removed the dataset "${removed.name}"; ${holders}`]);
    }),
  );
}

function configureHolders(command: Command): void {
  const assign = command
    .command('assign')
    .description('let a power user hold a dataset, for good or for a time')
    .argument('<username>')
    .argument('<dataset>')
    .option('--from <time>', 'valid from this day or time on')
    .option('--until <time>', 'valid up to this day or time, and not at it');
  assign.action((username: string, dataset: string) =>
    atDatabase(assign, async (occasion, output) => {
      const { from, until } = assign.opts<{ from?: string; until?: string }>();
      const after = await assignDataset(occasion, {
        powerUser: await findPerson(occasion.database, username),
        dataset,
        validFrom: from === undefined ? null : parseTime('--from', from),
        validUntil: until === undefined ? null : parseTime('--until', until),
      });
      output.print(heldWire(after), heldLines(after));
    }),
  );
  const cut = command
    .command('cut')
    .description('cut a part out of a dataset that a power user holds, for one below them')
    .argument('<username>')
    .argument('<dataset>')
    .argument('<name>')
    .requiredOption('--of <username>', 'the power user whose dataset it is, and whose gift');
  addSelectionOptions(cut);
  cut
    .option('--from <time>', 'valid from this day or time on')
    .option('--until <time>', 'valid up to this day or time, and not at it')
    .action((username: string, dataset: string, name: string) =>
      atDatabase(cut, async (occasion, output) => {
        const { of, from, until } = cut.opts<{ of: string; from?: string; until?: string }>();
        const after = await cutDataset(occasion, {
          powerUser: await findPerson(occasion.database, username),
          maker: await findPerson(occasion.database, of),
          ...{ dataset, name, selections: selectionsOf(cut) },
          validFrom: from === undefined ? null : parseTime('--from', from),
          validUntil: until === undefined ? null : parseTime('--until', until),
        });
        output.print(heldWire(after), heldLines(after));
      }),
    );
  const unassign = command
    .command('unassign')
    .description('take a dataset away from a power user')
    .argument('<username>')
    .argument('<dataset>');
  unassign.action((username: string, dataset: string) =>
    atDatabase(unassign, async (occasion, output) => {
      const powerUser = await findPerson(occasion.database, username);
      const after = await unassignDataset(occasion, { powerUser, dataset });
      output.print(heldWire(after), heldLines(after));
    }),
  );
}

const heldWire = ({ username, datasets }: PowerUserRecord) => ({
  username,
  datasets: datasets.map(({ name, validFrom, validUntil }) => ({
    name,
    valid_from: isoOrNull(validFrom),
    valid_until: isoOrNull(validUntil),
  })),
});

function heldLines({ username, datasets }: PowerUserRecord): string[] {
  if (datasets.length === 0) return [`${username} holds no dataset, so nothing is visible`];
  const lines = datasets.map(({ name, validFrom, validUntil }) =>
    `  ${name} ${period(validFrom, validUntil)}`.trimEnd(),
  );
  return [`${username} holds:`, ...lines];
}
