/** `ambit setting`: what the academy has switched, and what it would be otherwise. */
import type { Command } from 'commander';
import { setSetting } from '../../command/set-setting.ts';
import { readSettingRecords, showSetting } from '../../command/setting-record.ts';
import { atDatabase } from './at-database.ts';
import { table } from './output.ts';

export function configure(command: Command): void {
  const list = command.command('list').description('every setting with its value and default');
  list.action(() =>
    atDatabase(list, async ({ database }, output) => {
      const settings = await readSettingRecords(database);
      const rows = settings.map(({ name, value, default: otherwise, summary }) => [
        name,
        JSON.stringify(value),
        JSON.stringify(otherwise),
        summary,
      ]);
      output.print(settings, table(['setting', 'value', 'default', 'what it does'], rows));
    }),
  );
  const set = command
    .command('set')
    .description('change a setting')
    .argument('<setting>')
    .argument('<value>', 'on, off, a number or a text');
  set.action((setting: string, text: string) =>
    atDatabase(set, async (occasion, output) => {
      const after = await setSetting(occasion, { setting, value: readValue(text) });
      output.print(showSetting(after), [`${after.name} is ${JSON.stringify(after.value)}`]);
    }),
  );
}

const words: ReadonlyMap<string, boolean> = new Map([
  ['on', true],
  ['true', true],
  ['off', false],
  ['false', false],
]);

const readValue = (text: string): boolean | number | string =>
  words.get(text) ?? (/^-?\d+$/.test(text) ? Number(text) : text);
