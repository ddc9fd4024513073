/** Keys of sites and of the server, from both sides, and what the audit says and does not say of them. */
import { sql } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import { addSiteKey } from '../../server/command/add-site-key.ts';
import type { Occasion } from '../../server/command/change.ts';
import { createDataset } from '../../server/command/create-dataset.ts';
import { createSite } from '../../server/command/create-site.ts';
import { mintToken } from '../../server/command/mint-token.ts';
import { revokeSiteKey } from '../../server/command/revoke-site-key.ts';
import { rotateKeys } from '../../server/command/rotate-keys.ts';
import { all, auditOf, now, openAcademy, refused, stateOf } from './command-world.ts';

const settings = {
  issuer: 'https://training.example',
  secret: 'Zk2vR8nXq5LwT1yHs9JdC4mPb7GfUa3Ee6QoVi0KtNx',
};

let occasion: Occasion;
beforeEach(async () => {
  occasion = await openAcademy();
  await createDataset(occasion, { name: 'Acme' });
  await createSite(occasion, {
    ...{ id: 'acme', name: 'Acme', ceiling: 'Acme' },
    origins: ['https://a.example'],
  });
});

const add = (input: object = {}) => addSiteKey(occasion, settings, { site: 'acme', ...input });
const keyRows = () => all(occasion.database, 'SELECT id, revoked_at FROM site_keys');

it('T-63 tells a secret once: neither the table nor the audit holds it', async () => {
  const { id, secret } = await add();
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(JSON.stringify(await stateOf(occasion))).not.toContain(secret);
  expect((await auditOf(occasion)).at(-1)).toMatchObject({
    action: 'site.add_key',
    before: { keys: [] },
    after: { keys: [{ id, alg: 'HS256', createdAt: now, revokedAt: null }] },
  });
});

it('adds four keys of one algorithm and refuses a fifth until one is revoked', async () => {
  const [first] = [await add(), await add(), await add(), await add()];
  expect((await refused(add(), 'unprocessable')).message).toContain('revoke one first');
  await revokeSiteKey(occasion, { site: 'acme', key: first?.id });
  await add();
  expect(await keyRows()).toHaveLength(5);
});

it('T-02 refuses unknown algorithms, missing and superfluous public keys, and unknown sites', async () => {
  await refused(add({ alg: 'none' }), 'unprocessable');
  await refused(add({ alg: 'RS256' }), 'unprocessable');
  await refused(add({ alg: 'ES256' }), 'unprocessable');
  await refused(add({ publicJwk: { kty: 'oct', k: 'x' } }), 'unprocessable');
  await refused(add({ alg: '__proto__' }), 'unprocessable');
  await refused(add({ site: 'nothing' }), 'not-found');
  await refused(add({ secret: 'mine' }), 'unprocessable');
  expect(await keyRows()).toEqual([]);
});

it('T-12 revokes a key once and keeps its time, and never one of another site', async () => {
  const { id } = await add();
  await createSite(occasion, {
    ...{ id: 'other', name: 'O', ceiling: 'Acme' },
    origins: ['https://o.example'],
  });
  await refused(revokeSiteKey(occasion, { site: 'other', key: id }), 'not-found');
  expect(await keyRows()).toEqual([[id, null]]);
  await revokeSiteKey(occasion, { site: 'acme', key: id });
  const later = { ...occasion, nowSeconds: now + 60 };
  await revokeSiteKey(later, { site: 'acme', key: id });
  expect(await keyRows()).toEqual([[id, now]]);
});

it('T-14 rotates the signing keys in the name of whoever asked', async () => {
  const first = await rotateKeys(occasion, settings, {});
  const second = await rotateKeys(occasion, settings, {});
  expect(second.current).toBe(first.next);
  expect((await auditOf(occasion)).at(-1)).toMatchObject({
    actor: 'operator: superadmin via test',
    action: 'signing-keys.rotate',
    before: first,
    after: second,
  });
  await refused(rotateKeys(occasion, settings, { compromised: 'yes' }), 'unprocessable');
  const stranger = { ...occasion, actor: { kind: 'power_user', name: 'maria' } as never };
  await refused(rotateKeys(stranger, settings, {}), 'forbidden');
});

it('T-53 adds no key, revokes none and tells no token without an audit row', async () => {
  const { id } = await add();
  await rotateKeys(occasion, settings, {});
  const before = await stateOf(occasion);
  await occasion.database.write([
    sql`CREATE TRIGGER audit_is_full BEFORE INSERT ON audit_events
      BEGIN SELECT RAISE(ABORT, 'the audit is full'); END`,
  ]);
  const look = { username: 'maria', site: 'acme' };
  for (const attempt of [
    () => add(),
    () => revokeSiteKey(occasion, { site: 'acme', key: id }),
    () => rotateKeys(occasion, settings, {}),
    () => mintToken(occasion, settings, look),
  ]) {
    await expect(attempt()).rejects.toThrow('the audit is full');
  }
  expect(await stateOf(occasion)).toEqual(before);
  await occasion.database.write([sql`DROP TRIGGER audit_is_full`]);
  expect((await mintToken(occasion, settings, look)).origin).toBe('https://a.example');
});
