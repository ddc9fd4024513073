/** The tables of docs/import.md, derived from the same rows that the parser and the checks are derived from. */
import { type Column, columnTypes, type Kind } from '../../server/connect/bundle/column.ts';
import { filedKinds, fileOf, kindNamed } from '../../server/connect/bundle/kinds.ts';

export const typeTable = (): string =>
  [
    '| type | what it takes |',
    '|---|---|',
    ...Object.entries(columnTypes).map(([type, takes]) => `| ${type} | ${takes} |`),
  ].join('\n');

export const kindSections = (): string => filedKinds.map(section).join('\n\n');

function section(kind: Kind): string {
  const rows = kind.columns.map((column) => `| ${cellsOf(column).join(' | ')} |`);
  return [
    `### ${fileOf(kind)}`,
    '',
    kind.description,
    ...rulesOf(kind),
    '',
    '| column | type | required | when empty | meaning |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

const code = (text: string): string => `\`${text}\``;

function cellsOf(column: Column): string[] {
  const { name, type, required, fallback, description } = column;
  const empty = required || fallback === undefined || fallback === '' ? '' : shown(type, fallback);
  return [code(name), typeOf(column), required ? 'yes' : '', empty, description];
}

const shown = (type: Column['type'], fallback: string | number): string =>
  code(type === 'boolean' ? String(fallback === 1) : String(fallback));

function typeOf({ type, choices, references, maxLength, min, unique }: Column): string {
  if (references) return `id in ${fileOf(kindNamed(references))}`;
  if (choices) return choices.map(code).join(', ');
  const limits = [
    ...(maxLength ? [`up to ${maxLength}`] : []),
    ...(min === undefined ? [] : [`from ${min}`]),
    ...(unique ? ['unique'] : []),
  ];
  return [type, ...limits].join(', ');
}

function rulesOf({ key, exactlyOne, ordered = [] }: Kind): string[] {
  const rules = [
    ...(key.length > 1 && !exactlyOne ? [`One row for each ${key.map(code).join(' and ')}.`] : []),
    ...(exactlyOne ? [`Exactly one of ${exactlyOne.map(code).join(', ')} is filled.`] : []),
    ...ordered.map(([from, until]) => `${code(until)} is not before ${code(from)}.`),
  ];
  return rules.length > 0 ? ['', rules.join(' ')] : [];
}
