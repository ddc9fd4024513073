/** Threat 11: an assertion is good once, however many bring it at the same moment and wherever they bring it. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { signAssertion } from '../../server/token/host.ts';
import { assertionParts, forge, hmacSigner } from './token-forge.ts';
import {
  enter,
  exchange,
  fileWorld,
  goodAssertion,
  now,
  otherOrigin,
  outcome,
  settings,
  theGrantRefusal,
} from './token-world.ts';

let stage: Awaited<ReturnType<typeof fileWorld>>;
beforeAll(async () => {
  stage = await fileWorld();
});
afterAll(() => stage.dispose());

const count = async (database: Database, table: string): Promise<unknown> => {
  const [[[n] = []] = []] = await database.read(sql`SELECT count(*) FROM ${sql.identifier(table)}`);
  return n;
};

const auditCount = (database: Database) => count(database, 'audit_events');

it('T-11 of fifty who bring one assertion at once, exactly one gets a token', async () => {
  const { database } = stage.world;
  const assertion = await goodAssertion(stage.world);
  const before = Number(await auditCount(database));
  const attempts = Array.from({ length: 50 }, () => outcome(() => exchange(database, assertion)));
  const seen = await Promise.all(attempts);
  expect(seen.filter((one) => one === 'accepted')).toHaveLength(1);
  for (const one of seen) if (one !== 'accepted') expect(one).toEqual(theGrantRefusal);
  expect(await auditCount(database)).toBe(before + 1);
});

it('T-11 of fifty at two instances on one database, exactly one gets a token', async () => {
  const instances = [stage.world.database, await stage.another()];
  const assertion = await goodAssertion(stage.world);
  const attempts = Array.from({ length: 50 }, (_, at) =>
    outcome(() => exchange(instances[at % 2] ?? stage.world.database, assertion)),
  );
  const seen = await Promise.all(attempts);
  expect(seen.filter((one) => one === 'accepted')).toHaveLength(1);
});

it('T-11 fifty different assertions at once all get their token', async () => {
  const { world } = stage;
  const attempts = Array.from({ length: 50 }, async () =>
    exchange(world.database, await goodAssertion(world)),
  );
  const answers = await Promise.all(attempts);
  expect(new Set(answers.map((answer) => answer.access_token)).size).toBe(50);
  for (const { access_token } of answers) await enter(world.database, access_token);
});

it('T-11 a second use is refused until the assertion would be too old anyway', async () => {
  const { world } = stage;
  const { header, claims } = assertionParts();
  const assertion = await forge(header, claims, hmacSigner(world.acme.hs256.secret));
  expect(await outcome(() => exchange(world.database, assertion))).toBe('accepted');
  for (const at of [now, now + 59, now + 60, now + 89, now + 90, now + 1000]) {
    // Others come meanwhile, and clear away what is over.
    await exchange(world.database, await goodAssertion(world, at), at);
    expect(await outcome(() => exchange(world.database, assertion, at))).toEqual(theGrantRefusal);
  }
});

it('T-11 the same words signed anew are the same assertion', async () => {
  const { world } = stage;
  const { header, claims } = assertionParts();
  const sign = hmacSigner(world.acme.hs256.secret);
  const first = await forge(header, claims, sign);
  const again = await forge({ ...header, kid: world.acme.hs256.kid }, { ...claims, x: 1 }, sign);
  expect(first).not.toBe(again);
  expect(await outcome(() => exchange(world.database, first))).toBe('accepted');
  expect(await outcome(() => exchange(world.database, again))).toEqual(theGrantRefusal);
});

it("T-11 one customer's use does not spend another's", async () => {
  const { world } = stage;
  const { header, claims } = assertionParts();
  const ours = await forge(header, claims, hmacSigner(world.acme.hs256.secret));
  const words = { ...claims, iss: 'globex' };
  const theirs = await forge(header, words, hmacSigner(world.globex.hs256.secret));
  expect(await outcome(() => exchange(world.database, theirs, now, otherOrigin))).toBe('accepted');
  expect(await outcome(() => exchange(world.database, ours))).toBe('accepted');
});

it.each<[string, unknown]>([
  ['absent', undefined],
  ['a number', 1234567890123456],
  ['too short', 'x'.repeat(15)],
  ['too long', 'x'.repeat(129)],
  ['with a space', `${'x'.repeat(16)} `],
  ['with a NUL', `${'x'.repeat(16)}\u0000`],
  ['outside ASCII', 'é'.repeat(16)],
  ['a list', ['x'.repeat(16)]],
])('T-11 an assertion whose jti is %s is refused', async (_what, jti) => {
  const { world } = stage;
  const { header, claims } = assertionParts();
  const token = await forge(header, { ...claims, jti }, hmacSigner(world.acme.hs256.secret));
  expect(await outcome(() => exchange(world.database, token))).toEqual(theGrantRefusal);
});

it.each([16, 128])('T-11 a jti of %i letters is accepted', async (length) => {
  const { world } = stage;
  const { header, claims } = assertionParts();
  const jti = crypto.randomUUID().repeat(4).slice(0, length);
  const token = await forge(header, { ...claims, jti }, hmacSigner(world.acme.hs256.secret));
  expect(await outcome(() => exchange(world.database, token))).toBe('accepted');
});

it('T-11 what is over is cleared away, what is not is kept', async () => {
  const { world } = stage;
  const later = now + 100_000;
  await exchange(world.database, await goodAssertion(world, later), later);
  expect(await count(world.database, 'assertion_uses')).toBe(1);
  const order = { site: 'acme', key: world.acme.hs256, audience: settings.issuer, username: 'ada' };
  const long = await signAssertion({ ...order, lifetimeSeconds: 300, nowSeconds: later });
  await exchange(world.database, long, later);
  expect(await count(world.database, 'assertion_uses')).toBe(2);
  await exchange(world.database, await goodAssertion(world, later + 200), later + 200);
  expect(await count(world.database, 'assertion_uses')).toBe(2);
});
