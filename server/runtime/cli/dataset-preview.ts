/** `ambit dataset preview`: who and what a dataset selects now, or would with other selections, and what would change. */
import type { Command } from 'commander';
import { Refusal } from '../../../shared/refusal.ts';
import { axes } from '../../../shared/scope.ts';
import { findPerson } from '../../command/power-user-record.ts';
import { type PreviewedAxis, previewEdit } from '../../command/preview-edit.ts';
import { atDatabase } from './at-database.ts';
import { addSelectionOptions, selectionsOf } from './dataset-options.ts';

export function configurePreview(command: Command): void {
  const preview = command
    .command('preview')
    .description('who and what a dataset selects now, or would if it were edited; saves nothing')
    .argument('[name]', 'a dataset; without one, the selections alone')
    .option('--as <username>', 'whose placeholders, team and visible catalogs are meant')
    .option('--allow-sensitive', 'let rules use placeholders such as {power_user.gender}');
  addSelectionOptions(preview);
  preview.action((dataset: string | undefined) =>
    atDatabase(preview, async ({ database }, output) => {
      const { as, allowSensitive } = preview.opts<{ as?: string; allowSensitive?: true }>();
      const selections = selectionsOf(preview);
      if (dataset === undefined && Object.keys(selections).length === 0) {
        throw new Refusal('bad-request', 'Name a dataset, or say what it would select');
      }
      const powerUser = as && (await findPerson(database, as));
      const input = { dataset, selections, powerUser, allowSensitive };
      const found = await previewEdit(database, input);
      const { deadRules, editablePlaceholders, ...previewed } = found;
      output.print(
        { ...previewed, dead_rules: deadRules, editable_placeholders: editablePlaceholders },
        [
          ...axes.map((axis) => listed(axis, found[axis])),
          ...deadRules.map((rule) => `matches nobody: rule ${rule}`),
          ...editablePlaceholders.map((name) => `flagged: people may change ${name} themselves`),
        ],
      );
    }),
  );
}

function listed(what: string, { count, gained, lost, first }: PreviewedAxis): string {
  const names = first.map(({ name }) => name);
  const more = count - first.length;
  const all = [...names, ...(more > 0 ? [`and ${more} more`] : [])];
  const changed = gained + lost > 0 ? `, ${gained} more and ${lost} fewer than now` : '';
  return `${what}: ${count}${changed}${all.length > 0 ? ` (${all.join(', ')})` : ''}`;
}
