/** `ambit explain`: why a power user does or does not see a learner, a course, or the learner in the course. */
import type { Command } from 'commander';
import { Refusal } from '../../../shared/refusal.ts';
import { readSites } from '../../command/site-record.ts';
import type { Database } from '../../data/database.ts';
import { type DatasetVerdict, type Explanation, explain } from '../../scope/explain.ts';
import { atDatabase } from './at-database.ts';

interface Options {
  readonly as: string;
  readonly site?: string;
  readonly learner?: string;
  readonly course?: string;
}

export function configure(command: Command): void {
  command
    .requiredOption('--as <username>', 'the power user')
    .option('--site <id>', 'the site looked through (default: the only one)')
    .option('--learner <id>', 'is this person visible?')
    .option('--course <id>', 'is this course visible? With --learner: that person in it')
    .action(() =>
      atDatabase(command, async ({ database, nowSeconds }, output) => {
        const { as: powerUser, site, learner, course } = command.opts<Options>();
        if (learner === undefined && course === undefined) {
          throw new Refusal('bad-request', 'Name a --learner, a --course, or both');
        }
        const siteId = site ?? (await onlySite(database));
        const request = { powerUser, siteId, learner, course, nowSeconds };
        const explanation = await explain(database, request);
        output.print(explanationWire(explanation), explanationLines(explanation));
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

function explanationLines({ visible, because, datasets, ceiling }: Explanation): string[] {
  return [
    `${visible ? 'Visible' : 'Not visible'}: ${because}`,
    ...datasets.map((verdict) => `  ${verdictLine(verdict)}`),
    `  the site's ceiling ${verdictLine(ceiling)}`,
  ];
}

function verdictLine({
  dataset,
  inForce,
  learner,
  course,
  deadRules,
  covers,
}: DatasetVerdict): string {
  const parts = [
    ...(inForce === 'yes' ? [] : [`${inForce} valid`]),
    ...(learner === null ? [] : [`learner ${through(learner)}`]),
    ...(course === null ? [] : [`course ${through(course)}`]),
    ...deadRules.map((rule) => `matches nobody: rule ${rule}`),
  ];
  return `${dataset}: ${covers ? 'covers it' : 'does not cover it'} (${parts.join('; ')})`;
}

const through = (ways: readonly string[]): string =>
  ways.length === 0 ? 'not among them' : `by ${ways.join(', ')}`;

const explanationWire = ({ visible, because, datasets, ceiling }: Explanation) => ({
  visible,
  because,
  datasets: datasets.map(verdictWire),
  ceiling: verdictWire(ceiling),
});

const verdictWire = ({ inForce, deadRules, ...verdict }: DatasetVerdict) => ({
  ...verdict,
  in_force: inForce,
  dead_rules: deadRules,
});
