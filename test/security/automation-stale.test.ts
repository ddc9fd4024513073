/** What automations give is never honoured a moment too long, nor withheld a moment too early, at the door itself. */
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAutomation } from '../../server/command/create-automation.ts';
import { disableAutomation } from '../../server/command/disable-automation.ts';
import { removeAutomation } from '../../server/command/remove-automation.ts';
import { settleAutomations } from '../../server/command/settle-automations.ts';
import { users } from '../../server/data/schema/index.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { assertionOf, openPage, rowsPath, tradeRequest, type Who } from '../http/portal.ts';
import { originOf } from '../http/stage.ts';
import { type WatchedStage, watchedStage } from './http-world.ts';

let stage: WatchedStage;
let who: Who;
let userId: number;
beforeAll(async () => {
  stage = await watchedStage();
});
afterAll(() => stage.database.close());

const occasion = () => ({
  database: stage.database,
  actor: { kind: 'operator', name: 'test' } as const,
  nowSeconds: stage.clock.now,
});
const rename = (firstName: string) =>
  stage.database.write([
    sql`UPDATE users SET first_name = ${firstName}, search_key = replace(search_key, 'x', 'x') WHERE id = ${userId}`,
  ]);
const setBranch = (branchId: unknown) =>
  stage.database.write([sql`UPDATE users SET branch_id = ${branchId} WHERE id = ${userId}`]);

let home: unknown;
/** A learner of Fjordlys whom an automation makes a supervisor of everybody there, because of their branch. */
beforeEach(async () => {
  const [[row] = []] = await stage.database.read(
    sql`SELECT u.id, u.key, u.username, u.branch_id, b.name FROM users u
      JOIN branches b ON b.id = u.branch_id WHERE u.key = 'fjl-1051'`,
  );
  userId = Number(row?.[0]);
  home = row?.[3];
  who = { site: 'fjordlys', key: 'fjl-1051', username: String(row?.[2]), learner: 'fjl-1051' };
  const [[names] = []] = await stage.database.read(
    sql`SELECT (SELECT p.name FROM grants g JOIN profiles p ON p.id = g.profile_id
        JOIN users u ON u.id = g.power_user_id WHERE u.key = 'fjl-1002' LIMIT 1),
      (SELECT d.name FROM sites s JOIN datasets d ON d.id = s.ceiling_dataset_id
        WHERE s.id = 'fjordlys')`,
  );
  await createAutomation(occasion(), {
    name: 'Branch',
    enabled: true,
    profile: String(names?.[0]),
    datasets: [String(names?.[1])],
    rules: {
      match: 'all',
      rules: [{ field: 'branch', operator: 'equals', value: String(row?.[4]) }],
    },
  });
  return async () => {
    await setBranch(home);
    await removeAutomation(occasion(), { automation: 'Branch' }).catch(() => undefined);
  };
});

const trade = async () =>
  (await stage.fetch(tradeRequest(stage, await assertionOf(stage, who), originOf(who.site))))
    .status;
const rows = rowsPath('enrollments', {}, { limit: 20 });
const scope = () =>
  resolveScope(stage.database, {
    powerUserId: userId,
    siteId: 'fjordlys',
    nowSeconds: stage.clock.now,
  });

describe('a supervisor whom an automation made', () => {
  it('SKY-027 comes in, and is out with the request after they stop matching, whoever changed that', async () => {
    const page = await openPage(stage, who);
    const { total } = await page.read<{ total: number }>(rows);
    expect(total).toBeGreaterThan(0);
    await setBranch(null);
    expect((await page.ask(rows)).status).toBe(401);
    expect(await trade()).toBe(400);
    expect(
      await stage.database.orm
        .select({ level: users.level })
        .from(users)
        .where(eq(users.id, userId)),
    ).toEqual([{ level: 'user' }]);
  });

  it('SKY-027 comes in with the request after they begin to match, before anybody has settled anything', async () => {
    await setBranch(null);
    expect(await trade()).toBe(400);
    await setBranch(home);
    expect(await trade()).toBe(200);
  });

  it('T-12 is out once the automation is switched off', async () => {
    const page = await openPage(stage, who);
    expect((await page.ask(rows)).status).toBe(200);
    await disableAutomation(occasion(), { automation: 'Branch' });
    expect((await page.ask(rows)).status).toBe(401);
  });

  it('has nothing by automations in a scope that is worked out before they are settled, and all of it after', async () => {
    expect((await scope()).rectangles).toHaveLength(1);
    await rename('Else');
    const between = await scope();
    expect([between.behind, between.rectangles.length, between.permissions.size]).toEqual([
      true,
      0,
      0,
    ]);
    await settleAutomations(occasion());
    const after = await scope();
    expect([after.behind, after.rectangles.length]).toEqual([false, 1]);
    expect(after.permissions.size).toBeGreaterThan(0);
  });
});

it('whoever has no automations asks not one question more', async () => {
  await removeAutomation(occasion(), { automation: 'Branch' });
  const page = await openPage(stage, { ...who, username: 'ingrid.solberg@fjordlys.example' });
  await rename('Again');
  stage.statements.length = 0;
  expect((await page.ask(rows)).status).toBe(200);
  const asked = stage.statements.filter(({ sql: text }) => text.includes('automation'));
  expect(asked.map(({ sql: text }) => /FROM automation_rules/.test(text))).not.toContain(true);
  const own = stage.statements.filter(({ sql: text }) => /^\s*SELECT \(NOT/.test(text));
  expect(own).toEqual([]);
});
