/** `npm run fuzz -- --cases 1000000 --seed 1`: the differential test for as long as you like, on all cores. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { SingleBar } from 'cli-progress';
import { resolveScope } from '../../server/scope/resolve.ts';
import { compileScope } from '../../server/scope/sql.ts';
import { openMemory } from '../world/open.ts';
import { caseOf, casesPerWorld, differential, type Tally } from './differential.ts';
import type { Share, Told } from './fuzz-share.ts';
import { describeDisagreement, shrink } from './shrink.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});
const cases = Number(values.cases);
const seed = Number(values.seed);
const jobs = Number(values.jobs);
if (![cases, seed, jobs].every(Number.isSafeInteger) || cases < 1 || seed < 0 || jobs < 1) {
  throw new RangeError('--cases, --seed and --jobs are whole numbers; only the seed may be 0');
}

/** Mean and largest length of each list of the worlds that a run has asked about. */
function sizes(worlds: number): string[] {
  const lists = new Map<string, number[]>();
  for (let index = 0; index < Math.min(worlds, 1000); index += 1) {
    for (const [field, list] of Object.entries(caseOf(seed + index).world)) {
      lists.set(field, [...(lists.get(field) ?? []), list.length]);
    }
  }
  return Array.from(lists, ([field, lengths]) => {
    const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    return `  ${field.padEnd(16)} ${mean.toFixed(1).padStart(6)} ${String(Math.max(...lengths)).padStart(5)}`;
  });
}

/** Runs a share in a thread and answers what it told last. */
const shared = (share: Share, progress: (tally: Tally) => void): Promise<Told> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./fuzz-share.ts', import.meta.url), { workerData: share });
    thread.once('error', reject);
    thread.on('message', (told: Told) => {
      progress(told.tally);
      if (told.done) resolve(told);
    });
  });

/** The same worlds whatever the number of threads. */
function sharesOf(jobs: number): Share[] {
  const worlds = Math.ceil(cases / casesPerWorld);
  const each = Math.ceil(worlds / jobs);
  return Array.from({ length: Math.ceil(worlds / each) }, (_, place) => ({
    seed: seed + place * each,
    cases: Math.min(each, worlds - place * each) * casesPerWorld,
  }));
}

const sum = (tallies: readonly Tally[], field: keyof Tally): number =>
  tallies.reduce((all, tally) => all + tally[field], 0);

const started = performance.now();
const bar = new SingleBar({ format: '{bar} {value} of {total} cases, {eta_formatted} to go' });
bar.start(cases, 0);
const tallies: Tally[] = [];
const told = await Promise.all(
  sharesOf(jobs).map((share, place) =>
    shared(share, (tally) => {
      tallies[place] = tally;
      bar.update(Math.min(sum(tallies.flat(), 'cases'), cases));
    }),
  ),
);
bar.stop();
const worlds = sum(tallies, 'worlds');
const done = sum(tallies, 'cases');
const seconds = (performance.now() - started) / 1000;

console.log(`seed ${seed}: ${done} cases in ${worlds} worlds, ${tallies.length} at a time`);
console.log(`${seconds.toFixed(1)} s, ${Math.round(done / seconds)} cases a second`);
console.log(
  `shown: nothing ${sum(tallies, 'empty')}, a part ${sum(tallies, 'partial')}, everything ${sum(tallies, 'full')}`,
);
console.log(['  in a world         mean  most', ...sizes(worlds)].join('\n'));
const parted = told.map(({ partedAt }) => partedAt).find((at) => at !== null);
if (parted !== undefined) {
  const database = await openMemory();
  const judged = { resolveScope, compileScope };
  const run = { cases: casesPerWorld, seed: parted };
  const { disagreement } = await differential(database, judged, run);
  if (disagreement)
    console.error(describeDisagreement(await shrink(database, judged, disagreement)));
  else console.error(`The world of seed ${parted} parted once and does not again`);
  process.exitCode = 1;
  database.close();
}
