/** A scope is live: after every change of state the server shows what the oracle shows of the changed world. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { compileScope } from '../../server/scope/sql.ts';
import type { Asker } from '../reference/oracle.ts';
import type { World } from '../reference/world.ts';
import { noon } from '../world/border-scope.ts';
import { readIds } from '../world/ids.ts';
import { loadWorld } from '../world/load.ts';
import { openMemory } from '../world/open.ts';
import { type Random, seededRandom } from '../world/random.ts';
import { treeWorld } from '../world/tree-world.ts';
import { type Answer, askOracle, difference, serverOf } from './ask.ts';
import type { Change, Step } from './change.ts';
import { authorityChanges } from './change-authority.ts';
import { learningChanges } from './change-learning.ts';
import { peopleChanges } from './change-people.ts';

const histories = Number(process.env.AMBIT_HISTORIES ?? 40);
const changesPerHistory = 25;
const seed = Number(process.env.AMBIT_SEED ?? Date.now() % 1_000_000_000);
const judged = { resolveScope, compileScope };
/** Changes that a run must have seen alter somebody's view; the rarer ones alter it now and then. */
const telling = [
  ...['moveBranch', 'moveCategory', 'moveUser', 'moveCourse', 'addCourse', 'deleteCourse'],
  ...['replaceCourse', 'deleteUser', 'deleteBranch', 'revoke', 'togglePermission', 'changeCeiling'],
];
/** A name is no part of a scope, and nobody sits in a new branch yet. */
const mute = ['renameBranch', 'addBranch'];
/** Trees move often, because most moves pass below everybody's sight. */
const everyChange = Object.entries({ ...peopleChanges, ...learningChanges, ...authorityChanges });
const drawn = everyChange.flatMap((entry) =>
  entry[0].startsWith('move') ? [entry, entry, entry] : [entry],
);

/** How often each change was made, and how often it altered what somebody sees. */
type Counts = Map<string, { made: number; told: number; refused: number }>;

function askersIn(world: World): Asker[] {
  const holders = world.users.slice(0, 2).map(({ key }) => key);
  return holders.flatMap((powerUser) => [
    { powerUser, site: 'open', now: noon },
    { powerUser, site: "o'site", now: noon },
  ]);
}

/** The database takes or refuses the writes as the step says. */
async function make(database: Database, step: Step): Promise<void> {
  if (!step.refused) await database.write(step.writes);
  else await expect(database.write(step.writes), step.told).rejects.toThrow();
}

/** Changes one world again and again, and asks after each change. */
async function history(database: Database, historySeed: number, counts: Counts): Promise<void> {
  const random = seededRandom(historySeed);
  let world = treeWorld(random);
  let ids = await loadWorld(database, world);
  const ask = serverOf(database, judged, { ids: () => ids, apart: false });
  const askers = askersIn(world);
  const before = new Map<Asker, Answer>(askers.map((asker) => [asker, askOracle(world, asker)]));
  const log: string[] = [];
  for (let made = 0; made < changesPerHistory; ) {
    const [name, step] = nextStep(world, random, database);
    made += 1;
    log.push(step.told);
    await make(database, step);
    world = step.world;
    ids = await readIds(database);
    const count = counts.get(name) ?? { made: 0, told: 0, refused: 0 };
    counts.set(name, count);
    count.made += 1;
    if (step.refused) count.refused += 1;
    for (const asker of askers) {
      const right = askOracle(world, asker);
      const parts = difference(await ask(asker), right);
      if (parts) expect.fail(told(historySeed, log, asker, parts));
      if (difference(right, before.get(asker) ?? {})) count.told += 1;
      before.set(asker, right);
    }
  }
}

function nextStep(world: World, random: Random, { orm }: Database): [string, Step] {
  for (;;) {
    const [name, change]: [string, Change] = random.pick(drawn);
    const step = change(world, random, orm);
    if (step) return [name, step];
  }
}

const told = (historySeed: number, log: string[], asker: Asker, parts: unknown) =>
  [
    `Again: AMBIT_HISTORIES=1 AMBIT_SEED=${historySeed} npx vitest run test/property/live.test.ts`,
    ...log,
    JSON.stringify(asker),
    JSON.stringify(parts, null, 1),
  ].join('\n');

describe(`${histories} histories of ${changesPerHistory} changes from seed ${seed}`, () => {
  let database: Database;
  beforeAll(async () => {
    database = await openMemory();
  });
  afterAll(() => database.close());

  it('T-19 PU-012 PU-020 PU-057 shows the present after every change, and refuses what it must', async () => {
    const counts: Counts = new Map();
    for (let index = 0; index < histories; index += 1)
      await history(database, seed + index, counts);
    const silent = telling.filter((name) => !counts.get(name)?.told);
    if (histories >= 40) expect(silent).toEqual([]);
    expect(mute.map((name) => counts.get(name)?.told ?? 0)).toEqual([0, 0]);
    expect([...counts.values()].some(({ refused }) => refused > 0)).toBe(true);
    console.log(`seed ${seed}: ${JSON.stringify(Object.fromEntries(counts))}`);
  }, 300_000);
});
