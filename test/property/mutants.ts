/** The differential test is worth what it catches: the scope is broken on purpose in many ways, and each is caught. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { openMemory } from '../world/open.ts';
import { differential } from './differential.ts';
import { dropMutant, loadMutant } from './mutant.ts';
import { mutations } from './mutations.ts';

/** Fewer than `npm test` runs against the real scope, and from a seed that stays. */
export const mutantRun = { cases: 15_000, seed: 1 };

/** How many files share the work, so that cores do. */
const shares = 2;

/** The cases of one share, from 0. */
export function tryMutants(share: number): void {
  let database: Database;
  beforeAll(async () => {
    database = await openMemory();
  });
  afterAll(() => database.close());

  const mine = mutations.map((mutation, index) => [mutation.name, mutation, index] as const);

  it.each(mine.filter(([, , index]) => index % shares === share))(
    'is caught where %s',
    async (_, mutation, index) => {
      const place = `scope-${process.pid}-${index}`;
      const judged = await loadMutant(mutation, place).finally(() => dropMutant(place));
      const { disagreement } = await differential(database, judged, {
        ...mutantRun,
        family: mutation.family,
      });
      expect(disagreement).not.toBeNull();
      // Caught by a wrong answer, not because the broken SQL does not run.
      expect(disagreement?.parts).not.toHaveProperty('error');
    },
    300_000,
  );
}
