/** `ambit automation`: rules that make power users with a profile and datasets, tried before they are switched on. */
import type { Command } from 'commander';
import { readAutomations } from '../../command/automation-record.ts';
import { type ChangedAutomation, createAutomation } from '../../command/create-automation.ts';
import { disableAutomation } from '../../command/disable-automation.ts';
import { editAutomation } from '../../command/edit-automation.ts';
import { enableAutomation } from '../../command/enable-automation.ts';
import { previewAutomation } from '../../command/preview-automation.ts';
import { removeAutomation } from '../../command/remove-automation.ts';
import { settleAutomations } from '../../command/settle-automations.ts';
import { atDatabase, collect } from './at-database.ts';
import {
  automationLines,
  automationWire,
  previewLines,
  previewWire,
  settledLines,
  settledWire,
} from './automation-view.ts';
import type { Output } from './output.ts';
import { addRuleOptions, rulesOf } from './rule-options.ts';

export function configure(command: Command): void {
  configureChanges(command);
  configureSwitch(command);
  configurePreview(command);
  configureViews(command);
}

/** What `create`, `edit` and `preview` are told, in the form that the commands take. */
function given(command: Command): Record<string, unknown> {
  const { profile, dataset, ...options } = command.opts<
    Record<string, unknown> & { profile?: string; dataset?: string[] }
  >();
  const rules = rulesOf('people', options);
  return {
    ...(profile !== undefined && { profile }),
    ...(dataset !== undefined && { datasets: dataset }),
    ...(rules !== null && { rules }),
  };
}

function addGivenOptions(command: Command): Command {
  command
    .option('--profile <name>', 'the profile that it gives')
    .option('--dataset <name>', 'a dataset that it gives (again for more)', collect);
  addRuleOptions(command, 'people');
  return command;
}

function configureChanges(command: Command): void {
  const create = addGivenOptions(
    command.command('create').description('make an automation, switched off').argument('<name>'),
  ).option('--enabled', 'switch it on at once');
  create.action((name: string) =>
    atDatabase(create, async (occasion, output) => {
      const { enabled = false } = create.opts<{ enabled?: true }>();
      const made = await createAutomation(occasion, { name, enabled, ...given(create) });
      tell(output, 'Made the automation', made);
    }),
  );
  const edit = addGivenOptions(
    command
      .command('edit')
      .description('change an automation: what is not named stays')
      .argument('<name>'),
  ).option('--name <name>', 'a new name');
  edit.action((automation: string) =>
    atDatabase(edit, async (occasion, output) => {
      const { name } = edit.opts<{ name?: string }>();
      const input = { automation, ...(name !== undefined && { name }), ...given(edit) };
      tell(output, 'Changed the automation', await editAutomation(occasion, input));
    }),
  );
}

function configureSwitch(command: Command): void {
  for (const [verb, act, description, title] of [
    ['enable', enableAutomation, 'give whoever matches what it has', 'Enabled the automation'],
    ['disable', disableAutomation, 'take back what it gave', 'Disabled the automation'],
    ['remove', removeAutomation, 'take back what it gave, and forget it', 'Removed the automation'],
  ] as const) {
    const change = command.command(verb).description(description).argument('<name>');
    change.action((automation: string) =>
      atDatabase(change, async (occasion, output) =>
        tell(output, title, await act(occasion, { automation })),
      ),
    );
  }
}

function configurePreview(command: Command): void {
  const preview = addGivenOptions(
    command
      .command('preview')
      .description('who would be included, gain and lose; saves nothing')
      .argument('[name]', 'an automation; without one, the rules alone'),
  );
  preview.action((automation: string | undefined) =>
    atDatabase(preview, async ({ database }, output) => {
      const input = { ...(automation !== undefined && { automation }), ...given(preview) };
      const found = await previewAutomation(database, input);
      output.print(previewWire(found), previewLines(found));
    }),
  );
}

function configureViews(command: Command): void {
  const list = command.command('list').description('every automation, in the order of giving');
  list.action(() =>
    atDatabase(list, async ({ database }, output) => {
      const automations = await readAutomations(database);
      const lines = automations.flatMap(automationLines);
      output.print(
        automations.map(automationWire),
        lines.length === 0 ? ['There are no automations'] : lines,
      );
    }),
  );
  const show = command
    .command('show')
    .description('an automation, and who is included now')
    .argument('<name>');
  show.action((name: string) =>
    atDatabase(show, async ({ database }, output) => {
      const found = await previewAutomation(database, { automation: name });
      const [automation] = (await readAutomations(database)).filter((one) => one.name === name);
      output.print({ ...(automation && automationWire(automation)), ...previewWire(found) }, [
        ...(automation ? automationLines(automation) : []),
        ...(automation?.enabled ? [] : ['were it enabled:']),
        ...previewLines(found),
      ]);
    }),
  );
  const run = command
    .command('run')
    .description('settle them now; whoever asks first after a change does so anyway');
  run.action(() =>
    atDatabase(
      run,
      async (occasion, output) => {
        const settled = await settleAutomations(occasion);
        output.print(settledWire(settled), settledLines(settled));
      },
      'refuse',
      'by itself',
    ),
  );
}

const tell = (output: Output, title: string, { automation, settled }: ChangedAutomation): void =>
  output.print({ ...automationWire(automation), ...settledWire(settled) }, [
    title,
    ...automationLines(automation),
    ...settledLines(settled),
  ]);
