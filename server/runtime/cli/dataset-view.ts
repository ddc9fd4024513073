/** How a dataset is shown: each axis with what it selects. */
import { type Axis, axes, itemKinds, type SelectionMode } from '../../../shared/scope.ts';
import type { DatasetRecord } from '../../command/dataset-record.ts';
import { inWords, type RuleList } from '../../scope/rule.ts';
import { isoOrNull } from './time.ts';

const modeWords: Readonly<Record<Exclude<SelectionMode, 'subset'>, string>> = {
  none: 'none',
  all: 'all',
  team: 'the team of whoever holds it',
  visible_catalogs: 'those in the catalogs that whoever holds it sees as a learner',
};

/** Items named in a line; the rest is counted. */
const namedItems = 8;

/** The name, then a line an axis. */
export function datasetLines(dataset: DatasetRecord): string[] {
  const owner = dataset.owner === null ? '' : ` (private to ${dataset.owner})`;
  return [
    `${dataset.name}${owner}`,
    ...axes.map((axis) => `  ${axis}: ${selected(dataset, axis)}`),
  ];
}

function selected({ selections, items, rules }: DatasetRecord, axis: Axis): string {
  const mode = selections[axis] ?? 'none';
  if (mode !== 'subset') return modeWords[mode];
  const mine = items.filter(({ kind }) => axisOf(kind) === axis);
  const list = rules[axis];
  const ruled = list === undefined ? [] : [`whoever matches ${inOneLine(list)}`];
  if (mine.length === 0 && ruled.length === 0) return 'none (a subset without items)';
  const named = mine
    .slice(0, namedItems)
    .map(({ kind, key, descendants }) => `${kind} ${key}${descendants ? ' with descendants' : ''}`);
  const more = mine.length - named.length;
  return [...named, ...(more > 0 ? [`and ${more} more`] : []), ...ruled].join(', ');
}

/** `field operator value and …`, with groups in brackets. */
export function inOneLine({ match, rules }: RuleList): string {
  const word = match === 'all' ? ' and ' : match === 'any' ? ' or ' : ' ? ';
  return rules.map((rule) => ('field' in rule ? inWords(rule) : `(${inOneLine(rule)})`)).join(word);
}

const axisOf = (kind: string): Axis | undefined =>
  Object.entries(itemKinds).find(([id]) => id === kind)?.[1].axis;

export const datasetWire = ({
  name,
  owner,
  selections,
  items,
  rules,
  holders,
  ceilingOf,
}: DatasetRecord) => ({
  name,
  owner,
  selections: Object.fromEntries(
    axes.map((axis) => [
      axis,
      {
        mode: selections[axis] ?? 'none',
        items: items.filter(({ kind }) => axisOf(kind) === axis),
        rules: rules[axis] ?? null,
      },
    ]),
  ),
  holders: holders.map(({ powerUser, validFrom, validUntil }) => ({
    power_user: powerUser,
    valid_from: isoOrNull(validFrom),
    valid_until: isoOrNull(validUntil),
  })),
  ceiling_of: ceilingOf,
});

/** How many, and the first of them by name. */
export function listed(
  what: string,
  { count, first }: { count: number; first: readonly { name: string }[] },
): string {
  const names = first.map(({ name }) => name);
  const more = count - first.length;
  const all = [...names, ...(more > 0 ? [`and ${more} more`] : [])];
  return `${what}: ${count}${all.length > 0 ? ` (${all.join(', ')})` : ''}`;
}
