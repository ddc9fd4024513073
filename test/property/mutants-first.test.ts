/** Half of the ways to break the scope on purpose, and that all of them are what they say. */
import { describe, expect, it } from 'vitest';
import { resolveScope } from '../../server/scope/resolve.ts';
import { compileScope } from '../../server/scope/sql.ts';
import { openMemory } from '../world/open.ts';
import { differential } from './differential.ts';
import { mutated } from './mutant.ts';
import { mutantRun, tryMutants } from './mutants.ts';
import { mutations } from './mutations.ts';

describe('a scope that is broken on purpose', () => {
  it('comes in at least ten ways, each of them in the source as it stands', () => {
    expect(mutations.length).toBeGreaterThanOrEqual(10);
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
    const rotten = mutations.filter((mutation) => mutated(mutation) === null);
    expect(rotten.map(({ name, find }) => `${name}: ${find}`)).toEqual([]);
  });

  it('is told from the real one, which passes the same worlds', async () => {
    const database = await openMemory();
    const judged = { resolveScope, compileScope };
    const { disagreement } = await differential(database, judged, { ...mutantRun, cases: 500 });
    expect(disagreement).toBeNull();
    database.close();
  });

  tryMutants(0);
});
