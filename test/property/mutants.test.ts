/** The differential test is worth what it catches: the scope is broken on purpose in many ways, and each is caught. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { compileScope } from '../../server/scope/sql.ts';
import { openMemory } from '../world/open.ts';
import { differential } from './differential.ts';
import { dropMutant, loadMutant, mutated } from './mutant.ts';
import { mutations } from './mutations.ts';

/** Fewer than `npm test` runs against the real scope, and from a seed that stays. */
const run = { cases: 15_000, seed: 1 };

describe('a scope that is broken on purpose', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openMemory();
  });
  afterAll(() => database.close());

  it('comes in at least ten ways, each of them in the source as it stands', () => {
    expect(mutations.length).toBeGreaterThanOrEqual(10);
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
    const rotten = mutations.filter((mutation) => mutated(mutation) === null);
    expect(rotten.map(({ name, find }) => `${name}: ${find}`)).toEqual([]);
  });

  it('is told from the real one, which passes the same worlds', async () => {
    const { disagreement } = await differential(
      database,
      { resolveScope, compileScope },
      { ...run, cases: 500 },
    );
    expect(disagreement).toBeNull();
  });

  it.each(mutations.map((mutation, index) => [mutation.name, mutation, index] as const))(
    'is caught where %s',
    async (_, mutation, index) => {
      const place = `scope-${process.pid}-${index}`;
      const judged = await loadMutant(mutation, place).finally(() => dropMutant(place));
      const { disagreement } = await differential(database, judged, run);
      expect(disagreement).not.toBeNull();
      // Caught by a wrong answer, not because the broken SQL does not run.
      expect(disagreement?.parts).not.toHaveProperty('error');
    },
    120_000,
  );
});
