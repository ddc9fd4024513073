/** A scope is live: after every change of state the server shows what the oracle shows of the changed world. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { compileScope } from '../../server/scope/sql.ts';
import { openMemory } from '../world/open.ts';
import { catalogChanges } from './change-catalogs.ts';
import { type Counts, changesPerHistory, history } from './history.ts';
import { recalled } from './recalled.ts';

const histories = Number(process.env.AMBIT_HISTORIES ?? 40);
const seed = Number(process.env.AMBIT_SEED ?? Date.now() % 1_000_000_000);
const judged = { resolveScope: recalled, compileScope };

/** Changes that a run must have seen alter somebody's view; the rarer ones alter it now and then. */
const telling = [
  ...['moveBranch', 'moveCategory', 'moveUser', 'moveCourse', 'addCourse', 'deleteCourse'],
  ...['replaceCourse', 'deleteUser', 'revoke', 'togglePermission'],
];

/** From so many histories on, also changes that seldom tell must have told: of rules, and of who sees a catalog. */
const longRun = 400;
/** Nobody sits in a new branch yet. */
const mute = ['addBranch'];

describe(`${histories} histories of ${changesPerHistory} changes from seed ${seed}`, () => {
  let database: Database;
  beforeAll(async () => {
    database = await openMemory();
  });
  afterAll(() => database.close());

  it('T-19 PU-012 PU-020 PU-057 SKY-010 SKY-013 shows the present after every change, and refuses what it must', async () => {
    const counts: Counts = new Map();
    for (let index = 0; index < histories; index += 1) {
      const parted = await history(database, judged, seed + index, counts);
      if (parted !== null) expect.fail(parted);
    }
    const silent = telling.filter((name) => !counts.get(name)?.told);
    if (histories >= 40) expect(silent).toEqual([]);
    if (histories >= longRun) expect(counts.get('changeRules')?.told).toBeGreaterThan(0);
    expect(mute.map((name) => counts.get(name)?.told ?? 0)).toEqual([0]);
    console.log(`seed ${seed}: ${JSON.stringify(Object.fromEntries(counts))}`);
  }, 300_000);

  it('PU-045 PU-059 PU-061 follows catalogs, their audience, and the chain of managers', async () => {
    const counts: Counts = new Map();
    const only = Object.keys(catalogChanges);
    for (let index = 0; index < histories / 2; index += 1) {
      const parted = await history(database, judged, seed + index, counts, only);
      if (parted !== null) expect.fail(parted);
    }
    const silent = only.filter((name) => !counts.get(name)?.told);
    if (histories >= longRun) expect(silent).toEqual([]);
    else expect(silent.length).toBeLessThan(only.length);
  }, 300_000);
});
