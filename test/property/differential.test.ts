/** The server's scope agrees with the oracle on random worlds that seek the borders. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { compileScope } from '../../server/scope/sql.ts';
import { openMemory } from '../world/open.ts';
import { differential } from './differential.ts';
import { describeDisagreement, shrink } from './shrink.ts';

const cases = Number(process.env.AMBIT_CASES ?? 20_000);
const seed = Number(process.env.AMBIT_SEED ?? Date.now() % 1_000_000_000);
const judged = { resolveScope, compileScope };

describe(`${cases} random cases from seed ${seed}`, () => {
  let database: Database;
  beforeAll(async () => {
    database = await openMemory();
  });
  afterAll(() => database.close());

  it('FOR-008 FOR-012 T-15 T-16 T-17 shows exactly what the oracle shows', async () => {
    const { tally, disagreement } = await differential(database, judged, { cases, seed });
    if (disagreement) {
      expect.fail(describeDisagreement(await shrink(database, judged, disagreement)));
    }
    console.log(`seed ${seed}: ${JSON.stringify(tally)}`);
    // A run that shows nothing, or always everything, would prove nothing.
    expect(tally.cases).toBeGreaterThanOrEqual(cases);
    expect(tally.partial / tally.cases).toBeGreaterThan(0.2);
    expect(tally.empty / tally.cases).toBeGreaterThan(0.2);
    expect(tally.full).toBeGreaterThan(0);
  }, 600_000);
});
