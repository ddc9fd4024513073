/** `npm run fuzz -- --cases 1000000 --seed 1`: the differential test for as long as you like. */
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { resolveScope } from '../../server/scope/resolve.ts';
import { compileScope } from '../../server/scope/sql.ts';
import { openMemory } from '../world/open.ts';
import { caseOf, differential, type Tally } from './differential.ts';
import { describeDisagreement, shrink } from './shrink.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
  },
});
const cases = Number(values.cases);
const seed = Number(values.seed);
if (!Number.isSafeInteger(cases) || !Number.isSafeInteger(seed) || cases < 1 || seed < 0) {
  throw new RangeError('--cases and --seed are whole numbers, and there is at least one case');
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

const database = await openMemory();
const judged = { resolveScope, compileScope };
const started = performance.now();
const bar = new SingleBar({ format: '{bar} {value} of {total} cases, {eta_formatted} to go' });
bar.start(cases, 0);
const progress = (tally: Tally) => bar.update(Math.min(tally.cases, cases));
const { tally, disagreement } = await differential(database, judged, { cases, seed, progress });
bar.stop();
const seconds = (performance.now() - started) / 1000;

console.log(`seed ${seed}: ${tally.cases} cases in ${tally.worlds} worlds`);
console.log(`${seconds.toFixed(1)} s, ${Math.round(tally.cases / seconds)} cases a second`);
console.log(`shown: nothing ${tally.empty}, a part ${tally.partial}, everything ${tally.full}`);
console.log(['  in a world         mean  most', ...sizes(tally.worlds)].join('\n'));
if (disagreement) {
  console.error(describeDisagreement(await shrink(database, judged, disagreement)));
  process.exitCode = 1;
}
database.close();
