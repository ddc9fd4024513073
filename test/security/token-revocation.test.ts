/** Threats 12 and 14: rights, people, sites and keys that are gone are gone on the very next request, everywhere. */
import { type SQL, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { rotateSigningKeys } from '../../server/token/key-rotation.ts';
import { publicJwks } from '../../server/token/signing-keys.ts';
import { revokeSiteKey } from '../../server/token/site-keys.ts';
import { forge, ownKey, scopeParts } from './token-forge.ts';
import {
  enter,
  exchange,
  fileWorld,
  goodAssertion,
  goodToken,
  now,
  outcome,
  settings,
  the401,
  theGrantRefusal,
  type World,
} from './token-world.ts';

let stage: Awaited<ReturnType<typeof fileWorld>>;
let world: World;
let elsewhere: Database;
beforeEach(async () => {
  stage = await fileWorld();
  world = stage.world;
  elsewhere = await stage.another();
});
afterEach(() => stage.dispose());

/** Rights that moved: the token in hand is over, and a fresh one is to be had. */
const moves: [what: string, change: SQL][] = [
  ['a profile was taken', sql`DELETE FROM grants`],
  ['a permission was added', sql`INSERT INTO profile_permissions VALUES (1, 'groups.view')`],
  [
    'a permission was taken',
    sql`DELETE FROM profile_permissions WHERE permission = 'courses.view'`,
  ],
  [
    'a dataset was given',
    sql`INSERT INTO dataset_assignments (power_user_id, dataset_id) VALUES (1, 1)`,
  ],
];

/** Standing that was lost: nothing is to be had any more. */
const losses: [what: string, change: SQL][] = [
  ['the person was disabled', sql`UPDATE users SET status = 'inactive' WHERE username = 'ada'`],
  ['the person was demoted', sql`UPDATE users SET level = 'user' WHERE username = 'ada'`],
  [
    'the person became superadmin',
    sql`UPDATE users SET level = 'superadmin' WHERE username = 'ada'`,
  ],
  ['the person was removed', sql`DELETE FROM users WHERE username = 'ada'`],
  ['the account has ended', sql`UPDATE users SET expires_at = ${now} WHERE username = 'ada'`],
  ['the site was closed', sql`UPDATE sites SET active = 0 WHERE id = 'acme'`],
  ['the site was removed', sql`DELETE FROM sites WHERE id = 'acme'`],
  ['the origin was removed', sql`DELETE FROM site_origins WHERE origin LIKE '%portal.acme%'`],
  [
    "the site's key was revoked",
    sql`UPDATE site_keys SET revoked_at = ${now} WHERE site_id = 'acme'`,
  ],
  ["the site's key was removed", sql`DELETE FROM site_keys WHERE site_id = 'acme'`],
];

describe('T-12 revocation', () => {
  it('T-12 without any change the token goes on being good, on every instance', async () => {
    const token = await goodToken(world);
    for (const database of [world.database, elsewhere, world.database, elsewhere]) {
      expect(await outcome(() => enter(database, token, now + 60))).toBe('accepted');
    }
  });

  it.each([...moves, ...losses])('T-12 PU-095 the token is over once %s', async (_what, change) => {
    const token = await goodToken(world);
    // Both instances have seen it and hold whatever they keep.
    expect(await outcome(() => enter(world.database, token))).toBe('accepted');
    expect(await outcome(() => enter(elsewhere, token))).toBe('accepted');
    await world.database.write([change]);
    expect(await outcome(() => enter(world.database, token))).toEqual(the401);
    expect(await outcome(() => enter(elsewhere, token))).toEqual(the401);
  });

  it.each(moves)('T-12 a fresh token is to be had after %s', async (_what, change) => {
    await world.database.write([change]);
    const token = await goodToken(world);
    expect(await outcome(() => enter(elsewhere, token))).toBe('accepted');
  });

  it.each(losses)('T-12 no assertion helps once %s', async (_what, change) => {
    const assertion = await goodAssertion(world);
    await world.database.write([change]);
    expect(await outcome(() => exchange(elsewhere, assertion))).toEqual(theGrantRefusal);
  });

  it('T-12 an account is good to its last second', async () => {
    const token = await goodToken(world);
    await world.database.write([
      sql`UPDATE users SET expires_at = ${now + 1} WHERE username = 'ada'`,
    ]);
    expect(await outcome(() => enter(world.database, token, now))).toBe('accepted');
    expect(await outcome(() => enter(world.database, token, now + 1))).toEqual(the401);
  });

  it('T-12 a change of name is no change of rights', async () => {
    const token = await goodToken(world);
    await world.database.write([sql`UPDATE users SET first_name = 'A.' WHERE username = 'ada'`]);
    expect((await enter(world.database, token)).name).toBe('A. Byron');
  });

  it("T-12 another person's change leaves the token alone", async () => {
    const token = await goodToken(world);
    await world.database.write([sql`UPDATE users SET status = 'inactive' WHERE username = 'gus'`]);
    await world.database.write([sql`UPDATE sites SET active = 0 WHERE id = 'globex'`]);
    expect(await outcome(() => enter(world.database, token))).toBe('accepted');
  });

  it('T-12 who is disabled and enabled again needs a fresh token', async () => {
    const token = await goodToken(world);
    await world.database.write([sql`UPDATE users SET status = 'inactive' WHERE username = 'ada'`]);
    await world.database.write([sql`UPDATE users SET status = 'active' WHERE username = 'ada'`]);
    expect(await outcome(() => enter(world.database, token))).toEqual(the401);
    const fresh = await goodToken(world);
    expect(await outcome(() => enter(world.database, fresh))).toBe('accepted');
  });

  it('T-12 who is removed and comes again under the same id does not inherit the old token', async () => {
    const token = await goodToken(world);
    await world.database.write([
      sql`DELETE FROM users WHERE username = 'ada'`,
      sql`INSERT INTO users (key, username, level) VALUES ('u-ada', 'ada', 'power_user')`,
      sql`INSERT INTO grants (power_user_id, profile_id, granted_at) SELECT id, 1, ${now} FROM users WHERE username = 'ada'`,
    ]);
    const [[[epoch] = []] = []] = await world.database.read(
      sql`SELECT e.epoch FROM epochs e JOIN users u ON u.id = e.user_id WHERE u.key = 'u-ada'`,
    );
    // The new person's counter stands where the old one's stood when the token was minted.
    expect(epoch).toBe(2);
    expect(await outcome(() => enter(world.database, token))).toEqual(the401);
    const fresh = await goodToken(world);
    expect(await outcome(() => enter(world.database, fresh))).toBe('accepted');
  });

  it('T-12 a revoked site key ends its own tokens and no others', async () => {
    const token = await goodToken(world);
    const revoke = (keyId: string) =>
      world.database.write([
        revokeSiteKey(world.database, { siteId: 'acme', keyId, nowSeconds: now }),
      ]);
    await revoke(world.acme.es256.kid);
    expect(await outcome(() => enter(world.database, token))).toBe('accepted');
    await revoke(world.acme.hs256.kid);
    expect(await outcome(() => enter(world.database, token))).toEqual(the401);
  });
});

describe('T-14 rotation of our keys', () => {
  const rotate = (nowSeconds: number, compromised = false) =>
    rotateSigningKeys(world.database, settings, { actor: 'cli', nowSeconds, compromised });

  const kids = async (at: number) =>
    (await publicJwks(world.database, at)).keys.map((key) => key.kid);

  it('T-14 a token outlives the rotation of its key, and a new one is of the new key', async () => {
    const token = await goodToken(world);
    const old = await ownKey(world);
    const announced = await ownKey(world, 'next');
    const ids = await rotate(now + 1);
    expect(ids.current).toBe(announced.kid);
    expect(await outcome(() => enter(elsewhere, token, now + 599))).toBe('accepted');
    const fresh = await goodToken(world, now + 10);
    expect(await outcome(() => enter(elsewhere, fresh, now + 10))).toBe('accepted');
    const header = JSON.parse(Buffer.from(fresh.split('.')[0] ?? '', 'base64url').toString());
    expect(header.kid).toBe(announced.kid);
    expect(header.kid).not.toBe(old.kid);
  });

  it('T-14 a retired key is good for its grace of 630 seconds and no longer', async () => {
    const old = await ownKey(world);
    await rotate(now);
    const by = async ({ kid, sign }: typeof old, at: number) => {
      const { header, claims } = await scopeParts(world, kid, at);
      const token = await forge(header, claims, sign);
      return outcome(() => enter(world.database, token, at));
    };
    expect(await by(old, now + 629)).toBe('accepted');
    expect(await by(old, now + 630)).toEqual(the401);
    expect(await by(old, now + 86_400)).toEqual(the401);
    expect(await by(await ownKey(world), now + 86_400)).toBe('accepted');
  });

  it('T-14 the next key is announced, and signs nothing that is good before its turn', async () => {
    const next = await ownKey(world, 'next');
    const { header, claims } = await scopeParts(world, next.kid);
    const token = await forge(header, claims, next.sign);
    expect(await kids(now)).toContain(next.kid);
    expect(await outcome(() => enter(world.database, token))).toEqual(the401);
    await rotate(now);
    expect(await outcome(() => enter(world.database, token))).toBe('accepted');
  });

  it('T-14 the published keys are next, current and those in grace, without private halves', async () => {
    const first = await ownKey(world);
    const { current, next } = await rotate(now);
    expect(new Set(await kids(now + 629))).toEqual(new Set([first.kid, current, next]));
    expect(new Set(await kids(now + 630))).toEqual(new Set([current, next]));
    for (const key of (await publicJwks(world.database, now)).keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    }
  });

  it('T-14 a compromised key is worth nothing at once, nor is the one that was announced', async () => {
    const token = await goodToken(world);
    const stolen = [await ownKey(world), await ownKey(world, 'next')];
    await rotate(now, true);
    expect(await outcome(() => enter(elsewhere, token))).toEqual(the401);
    for (const { kid, sign } of stolen) {
      const { header, claims } = await scopeParts(world, kid);
      const forged = await forge(header, claims, sign);
      expect(await outcome(() => enter(elsewhere, forged))).toEqual(the401);
    }
    const fresh = await goodToken(world);
    expect(await outcome(() => enter(elsewhere, fresh))).toBe('accepted');
  });

  it("T-14 a key's id with another key's signature is refused", async () => {
    const old = await ownKey(world);
    const { current } = await rotate(now);
    const { header, claims } = await scopeParts(world, current);
    const crossed = await forge(header, claims, old.sign);
    expect(await outcome(() => enter(world.database, crossed))).toEqual(the401);
  });
});
