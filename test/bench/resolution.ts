/** What it takes to find out whom a supervisor may see, against the leanest SQL that finds the same people. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../server/data/database.ts';
import { openViewer } from '../../server/report/viewer.ts';
import { openAt } from '../../server/runtime/open.ts';
import { recallScope, type Stamp } from '../../server/scope/recall.ts';
import { resolveScope, type ScopeRequest } from '../../server/scope/resolve.ts';
import { selection } from '../../server/scope/sql.ts';
import { crowds, fillCrowd, supervisorOf } from './crowd.ts';
import { benchNow } from './large-academy.ts';
import { type BenchResult, median, timed } from './result.ts';

const goal = 2;

/** How many there are and the sum of their ids: the same people give the same answer. */
const told = (people: SQL): SQL => sql`SELECT count(*), total(id) FROM (${people})`;

const requestOf = (place: number): ScopeRequest => ({
  powerUserId: supervisorOf(place),
  siteId: 'portal',
  nowSeconds: benchNow,
});

/** Finds the people as every request does: the stamp is what its session has read. */
async function ours(database: Database, place: number, stamp: Stamp): Promise<string> {
  const scope = await recallScope(database, requestOf(place), stamp);
  const { tables } = (await openViewer(database, scope, benchNow)).context.scoped;
  const people = sql`${tables} ${told(sql`SELECT id FROM ${selection('people')}`)}`;
  return JSON.stringify(await database.read(people));
}

export async function benchResolution({
  people = 1_000_000,
  rounds = 15,
} = {}): Promise<BenchResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ambit-bench-resolution-'));
  const database = await openAt({ url: `file:${join(folder, 'bench.db')}`, prepare: 'create' });
  try {
    await fillCrowd(database, people);
    const results: BenchResult[] = [];
    for (const [place, crowd] of crowds.entries()) {
      const lean = async () => JSON.stringify(await database.read(told(crowd.lean)));
      const { epoch, versions } = await resolveScope(database, requestOf(place));
      const stamp = { epoch, versions };
      const [right, found] = [await lean(), await ours(database, place, stamp)];
      if (right !== found) throw new Error(`${crowd.told}: ${found} instead of ${right}`);
      const [leanMs, oursMs, anewMs]: [number[], number[], number[]] = [[], [], []];
      for (let round = 0; round < rounds; round++) {
        leanMs.push(await timed(lean));
        oursMs.push(await timed(() => ours(database, place, stamp)));
        anewMs.push(await timed(() => resolveScope(database, requestOf(place))));
      }
      const [theirs, taken] = [median(leanMs), median(oursMs)];
      results.push({
        name: `Finding ${crowd.told}`,
        ratio: taken / theirs,
        goal,
        better: 'less',
        detail: `${taken.toFixed(2)} ms, leanest ${theirs.toFixed(2)} ms, after a change once ${median(anewMs).toFixed(2)} ms more`,
      });
    }
    return results;
  } finally {
    database.close();
    await rm(folder, { recursive: true });
  }
}

if (import.meta.main) console.log(await benchResolution());
