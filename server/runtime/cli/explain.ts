/** `ambit explain`: why a power user does or does not see something, what would change it, and who sees a learner. */
import type { Command } from 'commander';
import { Refusal } from '../../../shared/refusal.ts';
import type { ExplanationWire, SightWire } from '../../../shared/wire/explain.ts';
import { explainAnything, tellWhoSees } from '../../command/explain-anything.ts';
import { readSites } from '../../command/site-record.ts';
import type { Database } from '../../data/database.ts';
import { atDatabase } from './at-database.ts';
import { counted } from './output.ts';

interface Options {
  readonly as?: string;
  readonly site?: string;
  readonly learner?: string;
  readonly course?: string;
  readonly permission?: string;
  readonly report?: string;
  readonly column?: string;
  readonly whoSees?: string;
}

export function configure(command: Command): void {
  command
    .option('--as <username>', 'the power user')
    .option('--site <id>', 'the site looked through (default: the only one)')
    .option('--learner <id>', 'is this person visible?')
    .option('--course <id>', 'is this course visible? With --learner: that person in it')
    .option('--permission <id>', 'is this permission in force?')
    .option('--report <id>', 'with --column: is this column there?')
    .option('--column <id>', 'a column of the report')
    .option('--who-sees <id>', 'who sees this person? With --course: in it')
    .action(() =>
      atDatabase(command, async ({ database, nowSeconds }, output) => {
        const { as: powerUser, site, whoSees: learner, ...about } = command.opts<Options>();
        if (learner !== undefined) {
          const sights = await tellWhoSees(database, { ...about, learner, nowSeconds });
          output.print(sights, sightLines(sights));
          return;
        }
        if (powerUser === undefined) throw new Refusal('bad-request', 'Name the power user: --as');
        if (Object.keys(about).length === 0) {
          throw new Refusal('bad-request', 'Name a --learner, a --course, or both');
        }
        const siteId = site ?? (await onlySite(database));
        const told = await explainAnything(database, { powerUser, siteId, nowSeconds, ...about });
        output.print(told, explanationLines(told));
      }),
    );
}

async function onlySite(database: Database): Promise<string> {
  const [first, ...others] = await readSites(database);
  if (first === undefined) throw new Refusal('not-found', 'There is no site yet');
  if (others.length === 0) return first.id;
  const ids = [first, ...others].map(({ id }) => id).join(', ');
  throw new Refusal('bad-request', `Name the --site looked through: ${ids}`);
}

type Verdict = NonNullable<ExplanationWire['ceiling']>;

function explanationLines({
  visible,
  because,
  change,
  datasets = [],
  ceiling,
}: ExplanationWire): string[] {
  return [
    `${visible ? 'Visible' : 'Not visible'}: ${because}`,
    ...datasets.map((verdict) => `  ${verdictLine(verdict)}`),
    ...(ceiling === undefined ? [] : [`  the site's ceiling ${verdictLine(ceiling)}`]),
    ...change.map((step, place) => `${place === 0 ? 'To change that: ' : '  and '}${step}`),
  ];
}

function verdictLine(verdict: Verdict): string {
  const { dataset, in_force: inForce, learner, course, covers } = verdict;
  const parts = [
    ...(inForce === 'yes' ? [] : [`${inForce} valid`]),
    ...(learner === null ? [] : [`learner ${through(learner)}`]),
    ...(course === null ? [] : [`course ${through(course)}`]),
    ...verdict.dead_rules.map((rule) => `matches nobody: rule ${rule}`),
    ...verdict.cut_from.map(({ dataset: source, holder, held, reaches }) => {
      const state = held ? (reaches === false ? ', which does not' : '') : ', held no more';
      return `cut out of ${source} of ${holder}${state}`;
    }),
  ];
  return `${dataset}: ${covers ? 'covers it' : 'does not cover it'} (${parts.join('; ')})`;
}

const through = (ways: readonly string[]): string =>
  ways.length === 0 ? 'not among them' : `by ${ways.join(', ')}`;

function sightLines(sights: readonly SightWire[]): string[] {
  if (sights.length === 0) return ['Nobody'];
  const people = new Set(sights.map(({ power_user: key }) => key)).size;
  return [
    ...sights.map(({ username, site, through: ways, reports }) => {
      const told = ways.map(({ dataset, learner, course }) =>
        [`${dataset} (${learner.join(', ')}`, ...(course ? [course.join(', ')] : [])].join('; '),
      );
      const blind = reports ? '' : ', in no report for want of reports.view';
      return `${username} through ${site}: ${told.join('), ')})${blind}`;
    }),
    counted(people, 'power user'),
  ];
}
