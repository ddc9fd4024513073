/** Rules of datasets and automations: what a command would take, and rows that combine agree on how. */
import { axes } from '../../../shared/scope.ts';
import { ownField } from '../../scope/automation.ts';
import { isOperator } from '../../scope/operator.ts';
import { hasPlaceholder, placeholdersIn } from '../../scope/placeholder.ts';
import { type Condition, complaintAbout, valuesOf } from '../../scope/rule.ts';
import { quote } from '../bundle/finding.ts';
import type { Checked, Tell } from './checking.ts';
import type { AuthorityRow, FileName } from './file.ts';
import type { WantedRow } from './wanted.ts';

export function checkRules({ wanted, known, options, tell, isNew }: Checked): void {
  for (const file of ['dataset-rules', 'automation-rules'] as const) {
    for (const row of wanted[file]) {
      const { field = '', operator = '', value = '', group = '', group_match = '' } = row.cells;
      if (!isNew(file, row)) continue;
      const condition: Condition = { field, operator, value: value === '' ? null : value };
      const axis = axes.find((one) => one === row.cells.axis) ?? 'people';
      const complaint = complaintAbout(axis, condition);
      if (complaint !== null) tell(file, row, 'value', complaint);
      const texts = isOperator(operator) ? (valuesOf(operator, condition.value) ?? []) : [];
      const found = texts.map(placeholdersIn);
      const keys = [
        ...(field.startsWith('field:') ? [field.slice('field:'.length)] : []),
        ...found.flatMap((one) => one.keys),
      ];
      for (const key of keys.filter((one) => !known.fields.has(one))) {
        tell(file, row, 'field', `there is no additional field ${quote(key)}`);
      }
      const sensitive = found.flatMap((one) => one.sensitive);
      if (sensitive.length > 0 && !options.allowSensitive) {
        tell(file, row, 'value', `${sensitive.join(', ')} is sensitive, and has to be allowed`);
      }
      if ((group === '') !== (group_match === '') || !/^([1-9]\d{0,3})?$/.test(group)) {
        tell(
          file,
          row,
          'group',
          'a group has a number from 1 and a group_match, or the rule neither',
        );
      }
      if (file === 'automation-rules' && (field === ownField || texts.some(hasPlaceholder))) {
        tell(
          file,
          row,
          'field',
          'a rule of an automation has no placeholder, and not the field level',
        );
      }
    }
    agree(
      file,
      wanted[file],
      'match',
      ({ dataset, automation, axis }) => [dataset, automation, axis],
      tell,
    );
    const grouped = wanted[file].filter(({ cells }) => cells.group !== '');
    agree(
      file,
      grouped,
      'group_match',
      ({ dataset, automation, axis, group }) => [dataset, automation, axis, group],
      tell,
    );
  }
}

/** Rows that belong together say the same in a column. */
function agree(
  file: FileName,
  rows: readonly WantedRow[],
  column: string,
  together: (cells: AuthorityRow) => unknown,
  tell: Tell,
): void {
  const first = new Map<string, string | undefined>();
  for (const row of rows) {
    const key = JSON.stringify(together(row.cells));
    if (!first.has(key)) first.set(key, row.cells[column]);
    else if (first.get(key) !== row.cells[column]) {
      tell(
        file,
        row,
        column,
        `is ${quote(first.get(key) ?? '')} in the rules with which it combines`,
      );
    }
  }
}
