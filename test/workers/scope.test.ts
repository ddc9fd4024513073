/** The scope on D1: the same random worlds as in Node, inside workerd with D1's limits. */
import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { openD1 } from '../../server/data/d1.ts';
import { openDatabase } from '../../server/data/database.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { compileScope } from '../../server/scope/sql.ts';
import { differential } from '../property/differential.ts';
import { describeDisagreement } from '../property/shrink.ts';

it('FOR-012 T-17 shows on D1 exactly what the oracle shows', async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  const seed = Date.now() % 1_000_000_000;
  const judged = { resolveScope, compileScope };
  const { tally, disagreement } = await differential(openDatabase(openD1(env.DB)), judged, {
    cases: 300,
    seed,
    // One statement of all questions has more terms than D1 takes.
    apart: true,
  });
  console.log(`seed ${seed}: ${JSON.stringify(tally)}`);
  if (disagreement) expect.fail(describeDisagreement(disagreement));
  expect(tally.partial).toBeGreaterThan(0);
}, 120_000);
