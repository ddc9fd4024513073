/** The commands in workerd on D1: the same guarded batches, limits and audit rows as on a file. */
import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { addSiteKey } from '../../server/command/add-site-key.ts';
import { assignDataset } from '../../server/command/assign-dataset.ts';
import type { Occasion } from '../../server/command/change.ts';
import { createDataset } from '../../server/command/create-dataset.ts';
import { createProfile } from '../../server/command/create-profile.ts';
import { createSite } from '../../server/command/create-site.ts';
import { demotePowerUser } from '../../server/command/demote-power-user.ts';
import { describePowerUser } from '../../server/command/describe-power-user.ts';
import { editProfile } from '../../server/command/edit-profile.ts';
import { grantProfile } from '../../server/command/grant-profile.ts';
import { promotePowerUser } from '../../server/command/promote-power-user.ts';
import { removeDataset } from '../../server/command/remove-dataset.ts';
import { verifyAudit } from '../../server/command/verify-audit.ts';
import { openD1 } from '../../server/data/d1.ts';
import { openDatabase } from '../../server/data/database.ts';
import { Refusal } from '../../shared/refusal.ts';

const database = openDatabase(openD1(env.DB));
const occasion: Occasion = {
  database,
  actor: { kind: 'operator', name: 'test' },
  nowSeconds: 1_795_299_331,
};
const powerUser = 'u1';

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  await database.write([
    sql`INSERT INTO users (key, username) VALUES ('u1', 'maria'), ('u2', 'omar')`,
    sql`INSERT INTO courses (key, name, name_key, search_key) VALUES ('c1', 'C', 'c', 'c')`,
  ]);
});

it('FOR-019 PU-036 gives rights that the overview shows, with an audit row each', async () => {
  await promotePowerUser(occasion, { powerUser });
  await createProfile(occasion, { name: 'Reader', permissions: ['reports.view'] });
  await editProfile(occasion, { profile: 'Reader', add: ['reports.export'] });
  await grantProfile(occasion, { powerUser, profiles: ['Reader'] });
  const people = { mode: 'subset', items: [{ kind: 'user', key: 'u2' }] };
  const courses = { mode: 'subset', items: [{ kind: 'course', key: 'c1' }] };
  await createDataset(occasion, { name: 'Omar', selections: { people, courses } });
  await assignDataset(occasion, { powerUser, dataset: 'Omar', validUntil: 2_000_000_000 });
  const overview = await describePowerUser(database, powerUser, 0);
  expect(overview.recap.inForce.map(({ id }) => id)).toEqual(['reports.view', 'reports.export']);
  expect(overview.datasets).toMatchObject([
    { name: 'Omar', items: [{ key: 'c1' }, { key: 'u2' }], validUntil: 2_000_000_000 },
  ]);
  const [[[events] = []] = []] = await database.read(sql`SELECT count(*) AS n FROM audit_events`);
  expect(events).toBe(6);
});

it('PU-022 T-47 lets one of many grants of a tenth profile win when all come at once', async () => {
  const names = Array.from({ length: 14 }, (_, index) => `P${index}`);
  for (const name of names) await createProfile(occasion, { name });
  await grantProfile(occasion, { powerUser, profiles: names.slice(0, 8) });
  const results = await Promise.allSettled(
    names.slice(8).map((name) => grantProfile(occasion, { powerUser, profiles: [name] })),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const [[[held] = []] = []] = await database.read(sql`SELECT count(*) AS n FROM grants`);
  expect(held).toBe(10);
});

it('T-08 keeps the ceiling of a site, and gives the site a key', async () => {
  const site = { id: 'p', name: 'P', origins: ['https://p.example'], ceiling: 'Omar' };
  await createSite(occasion, site);
  const settings = {
    issuer: 'https://t.example',
    secret: 'Zk2vR8nXq5LwT1yHs9JdC4mPb7GfUa3Ee6QoVi0KtNx',
  };
  expect((await addSiteKey(occasion, settings, { site: 'p' })).secret).toMatch(/^[\w-]{43}$/);
  await expect(removeDataset(occasion, { dataset: 'Omar' })).rejects.toBeInstanceOf(Refusal);
});

it('T-53 fails the command when its audit row can not be written', async () => {
  await database.write([
    sql`CREATE TRIGGER audit_is_full BEFORE INSERT ON audit_events
      BEGIN SELECT RAISE(ABORT, 'the audit is full'); END`,
  ]);
  await expect(demotePowerUser(occasion, { powerUser })).rejects.toThrow();
  await database.write([sql`DROP TRIGGER audit_is_full`]);
  expect((await demotePowerUser(occasion, { powerUser })).profiles).toHaveLength(10);
  const [[[held] = []] = []] = await database.read(sql`SELECT count(*) AS n FROM grants`);
  expect(held).toBe(0);
});

it('T-53 keeps the chain of the audit whole, however many write at once, and sees an event that is gone', async () => {
  const create = (name: string) => createProfile(occasion, { name, permissions: ['reports.view'] });
  await Promise.all(Array.from({ length: 12 }, (_, place) => create(`Chain ${place}`)));
  const told = await verifyAudit(database, {});
  expect(told).toMatchObject({ whole: true, unsealed: 0, faults: [] });
  await database.write([
    sql`DROP TRIGGER audit_events_never_deleted`,
    sql`DELETE FROM audit_events WHERE id = 3`,
  ]);
  expect(await verifyAudit(database, {})).toMatchObject({
    whole: false,
    faults: [{ kind: 'missing', event: 3 }],
  });
});
