/** Settings and administration tokens: who may set and make them, what is kept of a secret, and what the audit says. */
import { beforeEach, describe, expect, it } from 'vitest';
import { type Actor, actorLabel, authorize } from '../../server/command/actor.ts';
import type { Occasion } from '../../server/command/change.ts';
import { createAdminToken } from '../../server/command/create-admin-token.ts';
import { createProfile } from '../../server/command/create-profile.ts';
import { editProfile } from '../../server/command/edit-profile.ts';
import { revokeAdminToken } from '../../server/command/revoke-admin-token.ts';
import { setSetting } from '../../server/command/set-setting.ts';
import { readSettingRecords } from '../../server/command/setting-record.ts';
import { readSetting } from '../../server/data/setting.ts';
import { authenticateAdmin } from '../../server/token/admin-token.ts';
import { all, auditOf, now, openAcademy, refused } from './command-world.ts';

let occasion: Occasion;
beforeEach(async () => {
  occasion = await openAcademy();
});

const superadmin: Actor = { kind: 'superadmin', name: 'Nightly sync (x)', tokenId: 'x' };
const powerUser: Actor = {
  ...{ kind: 'power_user', name: 'maria', powerUserId: 1, key: 'u-maria', siteId: 'acme' },
  permissions: new Set(['power_users.edit']),
};

describe('settings', () => {
  it('PU-097 stand at their default until somebody sets them, and then say so', async () => {
    expect(await readSetting(occasion.database, 'power_user_management')).toBe(false);
    await setSetting(occasion, { setting: 'power_user_management', value: true });
    expect(await readSetting(occasion.database, 'power_user_management')).toBe(true);
    const [first] = await readSettingRecords(occasion.database);
    expect(first).toMatchObject({ name: 'power_user_management', value: true, default: false });
    await setSetting(occasion, { setting: 'power_user_management', value: true });
    expect(await auditOf(occasion)).toMatchObject([
      {
        ...{ actor: 'operator: superadmin via test', action: 'setting.set' },
        ...{ subject: 'setting:power_user_management' },
        ...{ before: { value: false }, after: { value: true } },
      },
    ]);
  });

  it('T-52 take no value of another type, and no name that is none', async () => {
    const set = (input: object) => setSetting(occasion, input);
    const wrong = await refused(
      set({ setting: 'power_user_management', value: 'yes' }),
      'unprocessable',
    );
    expect(wrong.places).toMatchObject([{ field: 'value' }]);
    await refused(set({ setting: 'power_user_management' }), 'unprocessable');
    await refused(set({ setting: '__proto__', value: true }), 'not-found');
    await refused(
      set({ setting: 'power_user_management', value: true, role: 'x' }),
      'unprocessable',
    );
    expect(await all(occasion.database, 'SELECT * FROM settings')).toEqual([]);
  });

  it('are set by superadmins and operators alone', async () => {
    const input = { setting: 'power_user_management', value: true };
    await refused(setSetting({ ...occasion, actor: powerUser }, input), 'forbidden');
    await setSetting({ ...occasion, actor: superadmin }, input);
    expect((await auditOf(occasion)).at(-1)?.actor).toBe('superadmin: Nightly sync (x)');
  });
});

describe('administration tokens', () => {
  const open = (secret: string, at = now) =>
    authenticateAdmin(occasion.database, `Bearer ${secret}`, at);

  it('T-63 are told once and kept as a hash, which the audit does not hold either', async () => {
    const { token, secret } = await createAdminToken(occasion, { name: 'Nightly sync' });
    expect(secret).toMatch(/^ambit_admin_[\w-]{43}$/);
    const kept = JSON.stringify([
      await all(occasion.database, 'SELECT * FROM admin_tokens'),
      await auditOf(occasion),
    ]);
    expect(kept).not.toContain(secret.slice(12));
    expect(token).toEqual({
      ...{ id: token.id, name: 'Nightly sync', createdAt: now },
      ...{ expiresAt: now + 90 * 86_400, revokedAt: null },
    });
    expect(await open(secret)).toEqual({ id: token.id, name: 'Nightly sync' });
  });

  it('T-12 end by themselves, at the second, and at once when they are revoked', async () => {
    const { token, secret } = await createAdminToken(occasion, { name: 'A', days: 1 });
    await open(secret, token.expiresAt - 1);
    await refused(open(secret, token.expiresAt), 'unauthenticated');
    const other = await createAdminToken(occasion, { name: 'B' });
    await revokeAdminToken(occasion, { token: token.id });
    await refused(open(secret), 'unauthenticated');
    await open(other.secret);
    const later = { ...occasion, nowSeconds: now + 60 };
    expect((await revokeAdminToken(later, { token: token.id })).revokedAt).toBe(now);
    await refused(revokeAdminToken(occasion, { token: 'nothing' }), 'not-found');
  });

  it('T-10 refuses every other spelling with the same words', async () => {
    const { secret } = await createAdminToken(occasion, { name: 'A' });
    const last = secret.at(-1) === 'A' ? 'B' : 'A';
    const told = new Set<string>();
    for (const header of [
      null,
      '',
      secret,
      `Bearer  ${secret}`,
      `Bearer ${secret} `,
      `Bearer ${secret}=`,
      `Bearer ${secret.slice(0, -1)}`,
      `Bearer ${secret.slice(0, -2)}${last}${last}`,
      `Bearer ${secret.replace('ambit_admin_', '')}`,
      `Bearer ${secret.toUpperCase().slice(0, 12)}${secret.slice(12)}`,
      `Basic ${secret}`,
    ]) {
      const attempt = authenticateAdmin(occasion.database, header, now);
      told.add((await refused(attempt, 'unauthenticated')).message);
    }
    expect(told.size).toBe(1);
    await open(secret);
    await authenticateAdmin(occasion.database, `bearer ${secret}`, now);
  });

  it('need a name and an end, and an operator to make them', async () => {
    const make = (input: object) => createAdminToken(occasion, input);
    for (const days of [0, -1, 367, 1.5, Number.POSITIVE_INFINITY, null, '90']) {
      await refused(make({ name: 'A', days }), 'unprocessable');
    }
    await refused(make({ name: ' ' }), 'unprocessable');
    await refused(make({ name: 'A', hash: 'mine' }), 'unprocessable');
    for (const actor of [superadmin, powerUser]) {
      await refused(createAdminToken({ ...occasion, actor }, { name: 'A' }), 'forbidden');
    }
    expect(await all(occasion.database, 'SELECT * FROM admin_tokens')).toEqual([]);
  });
});

describe('who acts', () => {
  it('is named in the audit, and the person in whose place they stand beside them', () => {
    expect(actorLabel(powerUser)).toBe('power_user: maria');
    expect(actorLabel({ ...superadmin, onBehalfOf: 'omar' })).toBe('superadmin: Nightly sync (x)');
  });

  it('may do what the table says and nothing else', () => {
    authorize(superadmin, 'profile.create');
    for (const action of ['bundle.import', 'token.mint', 'export.write'] as const) {
      expect(() => authorize(superadmin, action)).toThrow('may not');
    }
    expect(() => authorize(powerUser, 'setting.set')).toThrow('may not');
    expect(() => authorize({ ...superadmin, name: ' ' }, 'profile.create')).toThrow('may not');
  });
});

describe('a change that knows what it was decided on', () => {
  it('T-47 happens to that record, and not to one that has moved, even at the last moment', async () => {
    await createProfile(occasion, { name: 'Reader' });
    const edit = (expects: Occasion['expects'], description: string) =>
      editProfile({ ...occasion, ...(expects && { expects }) }, { profile: 'Reader', description });
    let seen = '';
    await edit(async (record) => {
      seen = record ?? '';
      return true;
    }, 'first');
    await refused(
      edit(async (record) => record === seen, 'second'),
      'precondition-failed',
    );
    let asked = 0;
    // Between the check and the batch somebody else is quicker: the guard fails, and the check is asked again.
    const overtaken = edit(async () => {
      asked += 1;
      if (asked === 1) await edit(undefined, 'meanwhile');
      return asked === 1;
    }, 'third');
    await refused(overtaken, 'precondition-failed');
    expect(asked).toBe(2);
    expect(await all(occasion.database, 'SELECT description FROM profiles')).toEqual([
      ['meanwhile'],
    ]);
  });
});
