/** The scope on D1: the same random worlds as in Node, and the same large scope, with D1's limits. */
import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { openD1 } from '../../server/data/d1.ts';
import { openDatabase } from '../../server/data/database.ts';
import { explain } from '../../server/scope/explain.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { compileScope } from '../../server/scope/sql.ts';
import { differential, judge } from '../property/differential.ts';
import { describeDisagreement } from '../property/shrink.ts';
import { noon } from '../world/border-scope.ts';
import { loadWorld } from '../world/load.ts';
import { wideWorld } from '../world/wide-world.ts';

const judged = { resolveScope, compileScope };

describe('on D1', () => {
  const database = openDatabase(openD1(env.DB));
  beforeAll(async () => {
    await applyD1Migrations(env.DB, env.MIGRATIONS);
  });

  it('FOR-012 T-17 shows exactly what the oracle shows', async () => {
    const seed = Date.now() % 1_000_000_000;
    // One statement of all questions would have more terms than D1 takes.
    const run = { cases: 300, seed, apart: true } as const;
    const { tally, disagreement } = await differential(database, judged, run);
    console.log(`seed ${seed}: ${JSON.stringify(tally)}`);
    if (disagreement) expect.fail(describeDisagreement(disagreement));
    expect(tally.partial).toBeGreaterThan(0);
  }, 120_000);

  it('T-36 shows the whole of a scope of 60 datasets and far more ids than parameters', async () => {
    const world = wideWorld();
    const asker = { powerUser: 'boss', site: 'portal', now: noon };
    let shown = 0;
    const found = await judge(database, judged, world, [asker], {
      apart: true,
      seen: ({ enrollments = [] }) => {
        shown = enrollments.length;
      },
    });
    expect(found).toBeNull();
    expect(shown).toBe(60 * 5);
  }, 60_000);

  it('explains a pair', async () => {
    await loadWorld(database, wideWorld());
    const about = { powerUser: 'boss', siteId: 'portal', nowSeconds: noon };
    const own = await explain(database, { ...about, learner: 'u7-0', course: 'c7' });
    expect(own).toMatchObject({ visible: true, because: expect.stringContaining('"d7"') });
    const other = await explain(database, { ...about, learner: 'u7-0', course: 'c8' });
    expect(other.visible).toBe(false);
  }, 60_000);
});
