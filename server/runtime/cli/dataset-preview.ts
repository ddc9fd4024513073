/** `ambit dataset preview`: who and what a dataset selects now, or would with other rules. */
import type { Command } from 'commander';
import { Refusal } from '../../../shared/refusal.ts';
import { findPerson } from '../../command/power-user-record.ts';
import { previewDataset } from '../../command/preview-dataset.ts';
import { atDatabase } from './at-database.ts';
import { listed } from './dataset-view.ts';
import { addRuleOptions, rulesOf } from './rule-options.ts';

export function configurePreview(command: Command): void {
  const preview = command
    .command('preview')
    .description('who and what a dataset selects now, or would with other rules; saves nothing')
    .argument('[name]', 'a dataset; without one, the rules alone')
    .option('--as <username>', 'the power user to whom placeholders are bound');
  for (const axis of ['people', 'courses'] as const) addRuleOptions(preview, axis);
  preview.action((dataset: string | undefined) =>
    atDatabase(preview, async ({ database }, output) => {
      const options = preview.opts<Record<string, unknown> & { as?: string }>();
      const rules = Object.fromEntries(
        (['people', 'courses'] as const).flatMap((axis) => {
          const list = rulesOf(axis, options);
          return list === null ? [] : [[axis, list]];
        }),
      );
      if (dataset === undefined && Object.keys(rules).length === 0) {
        throw new Refusal('bad-request', 'Name a dataset, or give rules');
      }
      const powerUser = options.as && (await findPerson(database, options.as));
      const found = await previewDataset(database, { dataset, rules, powerUser });
      const { people, courses, deadRules } = found;
      output.print({ people, courses, dead_rules: deadRules }, [
        listed('people', people),
        listed('courses', courses),
        ...deadRules.map((rule) => `matches nobody: rule ${rule}`),
      ]);
    }),
  );
}
