/** Histories: a world is changed again and again, and after each change both sides are asked. */
import type { Database } from '../../server/data/database.ts';
import { settled } from '../reference/automations.ts';
import type { Asker } from '../reference/oracle.ts';
import type { World } from '../reference/world.ts';
import { withAutomations } from '../world/automation-world.ts';
import { noon } from '../world/border-scope.ts';
import { readIds } from '../world/ids.ts';
import { loadWorld } from '../world/load.ts';
import { type Random, seededRandom } from '../world/random.ts';
import { treeWorld } from '../world/tree-world.ts';
import { type Answer, askOracle, difference, type Judged, serverOf } from './ask.ts';
import type { Change, Step } from './change.ts';
import { authorityChanges } from './change-authority.ts';
import { automationChanges } from './change-automation.ts';
import { catalogChanges } from './change-catalogs.ts';
import { delegationChanges } from './change-delegation.ts';
import { learningChanges } from './change-learning.ts';
import { peopleChanges } from './change-people.ts';
import { ruleChanges } from './change-rules.ts';
import { settle } from './differential.ts';

export const changesPerHistory = 25;

/** How often each change was made, altered what somebody sees, and was refused. */
export type Counts = Map<string, { made: number; told: number; refused: number }>;

/** Trees move often, because most moves pass below everybody's sight. */
const drawn = Object.entries({
  ...peopleChanges,
  ...learningChanges,
  ...authorityChanges,
  ...catalogChanges,
  ...ruleChanges,
  ...delegationChanges,
  ...automationChanges,
}).flatMap((entry) => (entry[0].startsWith('move') ? [entry, entry, entry] : [entry]));

/** Null where the world has nothing left to change in one of these ways. */
function nextStep(
  world: World,
  random: Random,
  { orm }: Database,
  only: readonly string[] | undefined,
): [string, Step] | null {
  const possible = only ? drawn.filter(([name]) => only.includes(name)) : drawn;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const [name, change]: [string, Change] = random.pick(possible);
    const step = change(world, random, orm);
    if (step) return [name, step];
  }
  return null;
}

function askersIn(world: World): Asker[] {
  const holders = world.users.slice(0, 3).map(({ key }) => key);
  return holders.flatMap((powerUser) => [
    { powerUser, site: 'open', now: noon },
    { powerUser, site: "o'site", now: noon },
  ]);
}

/** Whether the database took or refused the writes as the step says. */
const made = async (database: Database, step: Step): Promise<boolean> =>
  database.write(step.writes).then(
    () => !step.refused,
    () => step.refused === true,
  );

const told = (seed: number, log: readonly string[], found: unknown) =>
  [
    `Again: AMBIT_HISTORIES=1 AMBIT_SEED=${seed} npx vitest run --project node test/property/live.test.ts`,
    ...log,
    JSON.stringify(found, null, 1),
  ].join('\n');

/** The world as its automations leave it, and the database with it. */
async function inStep(database: Database, judged: Judged, world: World): Promise<World> {
  if (world.automations === undefined) return world;
  await settle(database, judged);
  return settled(world);
}

/** Before automations are settled nothing of theirs counts, or it is already what it must be. */
async function staleAnswer(
  ask: (asker: Asker) => Promise<Answer>,
  asker: Asker,
  world: World,
): Promise<unknown> {
  if (world.automations === undefined) return null;
  const { promoted } = world.users.find(({ key }) => key === asker.powerUser) ?? {};
  const without = askOracle(
    { ...world, gifts: [] },
    promoted ? { ...asker, powerUser: 'a stranger' } : asker,
  );
  const shown = await ask(asker);
  if (!difference(shown, without)) return null;
  const parts = difference(shown, askOracle(settled(world), asker));
  return parts && { asker, unsettled: true, parts };
}

/** Answers what to print where the two sides parted, or null. Adds to `counts`; makes `only` some changes if asked. */
export async function history(
  database: Database,
  judged: Judged,
  seed: number,
  counts: Counts,
  only?: readonly string[],
): Promise<string | null> {
  const random = seededRandom(seed);
  const plain = treeWorld(random);
  let world = random.chance(0.4) ? withAutomations(random, plain) : plain;
  let ids = await loadWorld(database, world);
  world = await inStep(database, judged, world);
  const ask = serverOf(database, judged, { ids: () => ids, apart: false });
  const askers = askersIn(world);
  const before = new Map<Asker, Answer>(askers.map((asker) => [asker, askOracle(world, asker)]));
  const log: string[] = [];
  for (let change = 0; change < changesPerHistory; change += 1) {
    const next = nextStep(world, random, database, only);
    if (!next) break;
    const [name, step] = next;
    log.push(step.told);
    if (!(await made(database, step))) {
      return told(seed, log, step.refused ? 'was not refused' : 'was refused');
    }
    ids = await readIds(database);
    const early = await staleAnswer(ask, random.pick(askers), step.world);
    if (early) return told(seed, log, early);
    world = await inStep(database, judged, step.world);
    const count = counts.get(name) ?? { made: 0, told: 0, refused: 0 };
    counts.set(name, count);
    count.made += 1;
    if (step.refused) count.refused += 1;
    for (const asker of askers) {
      const right = askOracle(world, asker);
      const parts = difference(await ask(asker), right);
      if (parts) return told(seed, log, { asker, parts });
      if (difference(right, before.get(asker) ?? {})) count.told += 1;
      before.set(asker, right);
    }
  }
  return null;
}
