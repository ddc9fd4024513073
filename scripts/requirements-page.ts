/** Writes docs/requirements.md: counts by area, and without varnish what is not there or not proven. */
import {
  areaOf,
  areas,
  type Part,
  parts,
  type Requirement,
  type State,
  states,
} from './requirement-list.ts';

const row = (...cells: (string | number)[]): string => `| ${cells.join(' | ')} |`;

const rowsOf = (items: readonly Requirement[]): string[] => [
  row('number', 'what', 'note'),
  row('---', '---', '---'),
  ...items.map(({ id, label, note }) => row(id, label, note)),
];

function counts(all: readonly Requirement[]): string[] {
  const line = (name: string, items: readonly Requirement[]): string =>
    row(name, items.length, ...states.map((one) => items.filter((it) => it.state === one).length));
  return [
    row('area', 'numbers', ...states),
    row(...Array<string>(states.length + 2).fill('---')),
    ...areas.map(({ prefix, name }) =>
      line(
        `${name} (${prefix})`,
        all.filter((item) => areaOf(item) === prefix),
      ),
    ),
    line('**all**', all),
  ];
}

/** A chapter of the items in one state, by what brings them or why they can't be. */
function byPart(all: readonly Requirement[], state: State): string[] {
  const items = all.filter((item) => item.state === state);
  return (Object.keys(parts) as Part[]).flatMap((part) => {
    const own = items.filter((item) => item.part === part);
    if (own.length === 0) return [];
    return [`**${part}**: ${parts[part]}`, '', ...rowsOf(own), ''];
  });
}

/** @returns the page, with its last line end */
export function pageOf(all: readonly Requirement[]): string {
  const built = all.filter(({ state }) => state === 'built');
  return `${[
    '# Requirements',
    '',
    'Every requirement has a number: FOR is what a training provider and their customers need, PU what an LMS lets power users do, PERM its permissions one by one, SKY roles with datasets, IMP looking as somebody else. T numbers the threats. The number stands in the name of each test that proves it: `npx vitest run --project node -t PU-022` runs them.',
    '',
    '`npm run requirements` lists them all with their tests; `-- --missing` those without a test, `-- --area PU` one area. `-- --write` writes this page, which a test keeps current. The labels and notes stand in `docs/requirements/*.tsv`.',
    '',
    '- **proven**: a test that runs carries the number. It is counted, never written by hand.',
    '- **in part**: tests prove some of it; the note says what is missing.',
    '- **built**: it works, and no test carries its number.',
    '- **planned**: asked for, and not there yet.',
    '- **not applicable**: a product that only reads learning data has no such thing, or it is otherwise on purpose.',
    '',
    ...counts(all),
    '',
    '## In part',
    '',
    ...byPart(all, 'in part'),
    '## Built, without a test of its own',
    '',
    ...rowsOf(built),
    '',
    '## Planned',
    '',
    ...byPart(all, 'planned'),
    '## Not applicable',
    '',
    ...byPart(all, 'not applicable'),
  ]
    .join('\n')
    .trimEnd()}\n`;
}
