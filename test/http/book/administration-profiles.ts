/** /admin/v1/profiles: made, read, changed and removed from a superadmin's own program. */
import { expect } from 'vitest';
import { type Administrator, openAdministrator } from '../administrator.ts';
import { ingrid, openPage, problemOf } from '../portal.ts';
import type { Stage } from '../stage.ts';
import type { Chapter } from './book.ts';

interface Profile {
  readonly name: string;
  readonly permissions: readonly string[];
  readonly areas: readonly { readonly id: string; readonly type: string }[];
  readonly recap: {
    readonly in_force: readonly { readonly id: string; readonly implied_by: readonly string[] }[];
    readonly idle: readonly { readonly id: string; readonly lacks: readonly string[] }[];
  };
  readonly held_by: number;
  readonly brought_along?: readonly string[];
}

const base = '/admin/v1/profiles';

/** A profile for as long as the case lasts. */
async function withProfile(
  stage: Stage,
  body: { readonly name: string },
  prove: (administrator: Administrator, made: Profile, path: string) => Promise<void>,
): Promise<void> {
  const administrator = await openAdministrator(stage);
  const response = await administrator.ask('POST', base, body);
  expect(response.status).toBe(201);
  const path = response.headers.get('Location') ?? '';
  try {
    await prove(administrator, (await response.json()) as Profile, path);
  } finally {
    await administrator.ask('DELETE', path);
  }
}

/** What many others need to have an effect. */
const restedOn = ['courses.view', 'learning_plans.view', 'users.view'];

const refusal = async (response: Response) => ({
  status: response.status,
  ...(await problemOf(response)),
});

export const administrationProfiles: Chapter = {
  'PU-025 PU-026 PU-030 makes one, says where it stands, and shows what it comes to': async (
    stage,
  ) => {
    const body = {
      ...{ name: '  Reader  of all', description: '<b>Looks</b>', areas: ['insights'] },
      permissions: ['courses.view', 'reports.export'],
    };
    await withProfile(stage, body, async ({ ask }, made, path) => {
      expect(path).toBe(`${base}/Reader%20of%20all`);
      expect(made).toMatchObject({
        name: 'Reader of all',
        description: '‹b›Looks‹/b›',
        held_by: 0,
      });
      expect(made.areas).toEqual([
        { id: 'courses', type: 'custom' },
        { id: 'reports', type: 'custom' },
        { id: 'insights', type: 'all' },
      ]);
      expect(made.recap.idle).toEqual([{ id: 'reports.export', lacks: ['reports.view'] }]);
      const read = await ask('GET', path);
      expect(read.headers.get('ETag')).toMatch(/^"[\w-]{43}"$/);
      const { brought_along: _, ...profile } = made;
      expect(await read.json()).toEqual(profile);
    });
  },

  'PERM-032 PERM-086 PERM-089 shows what came along, and what brings it': async (stage) => {
    for (const [asked, along] of [
      [
        'enrollments.manage_rules',
        [
          'enrollments.activate',
          'enrollments.create',
          'enrollments.manage_learning_plans',
          'enrollments.view',
        ],
      ],
      ['central_repository.delete', ['central_repository.view']],
      ['ecommerce_transactions.edit', ['ecommerce_transactions.view']],
    ] as const) {
      const body = { name: 'Along', permissions: [...restedOn, asked] };
      await withProfile(stage, body, async ({ change }, made, path) => {
        expect(made.brought_along).toEqual(along);
        for (const id of along) {
          const row = made.recap.in_force.find((one) => one.id === id);
          expect(row?.implied_by, id).toContain(asked);
        }
        // They stay when what brought them goes (PERM-032).
        const after = await change<Profile>('PATCH', path, { remove: [asked] });
        expect(after.permissions).toEqual([...restedOn, ...along].toSorted());
        expect(after.brought_along).toEqual([]);
      });
    }
  },

  'PU-027 refuses a bad name or permission by its field, and writes nothing': async (stage) => {
    const administrator = await openAdministrator(stage);
    const before = await administrator.read(base);
    for (const name of [
      'a<b',
      'a>b',
      'a\\b',
      'a|b',
      'a/b',
      'a=b',
      'a+b',
      '',
      ' ',
      '..',
      'a\u0000b',
    ]) {
      const response = await administrator.ask('POST', base, { name });
      expect(await refusal(response), name).toMatchObject({
        status: 422,
        type: 'urn:ambit:problem:unprocessable',
        errors: [{ field: 'name' }],
      });
    }
    const unknown = await administrator.ask('POST', base, {
      name: 'X',
      permissions: ['reports.veiw'],
    });
    expect(await refusal(unknown)).toMatchObject({ errors: [{ field: 'permissions.0' }] });
    const area = await administrator.ask('POST', base, { name: 'X', areas: ['everything'] });
    expect(await refusal(area)).toMatchObject({ errors: [{ field: 'areas.0' }] });
    const type = await administrator.ask('POST', base, { name: 7 });
    expect(await refusal(type)).toMatchObject({ status: 400, errors: [{ field: 'name' }] });
    expect(await administrator.read(base)).toEqual(before);
  },

  'T-47 changes the edition that was read, and no other': async (stage) => {
    await withProfile(stage, { name: 'Edition' }, async ({ ask }, _made, path) => {
      const tag = (await ask('GET', path)).headers.get('ETag') ?? '';
      const same = await ask('GET', path, undefined, { 'If-None-Match': tag });
      expect([same.status, await same.text()]).toEqual([304, '']);
      const match = { 'If-Match': tag };
      const first = await ask('PATCH', path, { add: ['reports.view'] }, match);
      expect(first.status).toBe(200);
      const second = await ask('PATCH', path, { add: ['users.view'] }, match);
      expect(await refusal(second)).toMatchObject({
        status: 412,
        type: 'urn:ambit:problem:precondition-failed',
      });
      expect((await ask('DELETE', path, undefined, match)).status).toBe(412);
      const now = { 'If-Match': first.headers.get('ETag') ?? '' };
      expect((await ask('PATCH', path, { add: ['users.view'] }, now)).status).toBe(200);
    });
  },

  'of two changes of one edition at once takes exactly one': async (stage) => {
    await withProfile(stage, { name: 'Race' }, async ({ ask }, _made, path) => {
      const match = { 'If-Match': (await ask('GET', path)).headers.get('ETag') ?? '' };
      const areas = ['reports.view', 'users.view', 'courses.view', 'groups.view'];
      const answers = await Promise.all(
        areas.map((id) => ask('PATCH', path, { add: [id] }, match)),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412]);
    });
  },

  'takes a new name with it to a new address': async (stage) => {
    await withProfile(stage, { name: 'Before' }, async ({ ask }, _made, path) => {
      const renamed = await ask('PATCH', path, { name: 'Äfter 100%' });
      expect(renamed.headers.get('Content-Location')).toBe(`${base}/%C3%84fter%20100%25`);
      expect((await ask('GET', path)).status).toBe(404);
      const there = renamed.headers.get('Content-Location') ?? '';
      expect(await (await ask('GET', there)).json()).toMatchObject({ name: 'Äfter 100%' });
      const taken = await ask('POST', base, { name: 'Äfter 100%' });
      expect(taken.status).toBe(422);
      expect((await ask('DELETE', there)).status).toBe(200);
    });
  },

  'PU-020 PU-095 changes what its holders may do with their next request': async (stage) => {
    const administrator = await openAdministrator(stage);
    const held = `${base}/${encodeURIComponent('Supervisor: view and export')}`;
    const page = await openPage(stage, ingrid);
    expect((await page.ask('/v1/session')).status).toBe(200);
    await administrator.change('PATCH', held, { add: ['groups.edit'] });
    expect((await page.ask('/v1/session')).status).toBe(401);
    const { permissions } = await (await openPage(stage, ingrid)).read<{ permissions: string[] }>(
      '/v1/session',
    );
    expect(permissions).toContain('groups.edit');
    await administrator.change('PATCH', held, { remove: ['groups.edit'] });
  },

  'PU-019 lists every permission there is, with what it brings along and rests on': async (
    stage,
  ) => {
    const { read } = await openAdministrator(stage);
    const { items, total } = await read<{ items: { id: string }[]; total: number }>(
      '/admin/v1/permissions',
    );
    expect(items).toHaveLength(total);
    expect(items.find(({ id }) => id === 'central_repository.delete')).toMatchObject({
      ...{ area: 'central_repository', area_name: 'Central repository folders' },
      ...{ kind: 'authoring', implies: ['central_repository.view'] },
    });
  },
};
