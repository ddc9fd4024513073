/** /admin/v1/users and their additional fields: found, read, and changed with effect on the next request. */
import { expect } from 'vitest';
import { allItems, type Listed, openAdministrator } from '../administrator.ts';
import { openPage, problemOf, rowsPath } from '../portal.ts';
import { learnersOfFjordlys, withSupervisor } from '../supervisor.ts';
import type { Chapter } from './book.ts';

interface User {
  readonly id: string;
  readonly username: string;
  readonly level: string;
  readonly status: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly branch: string | null;
  readonly manager: string | null;
  readonly groups: readonly string[];
  readonly fields: readonly { readonly id: string; readonly value: string }[];
}

const base = '/admin/v1/users';
const idsOf = ({ items }: Listed<User>) => items.map(({ id }) => id);

export const administrationUsers: Chapter = {
  'PU-006 PU-010 are listed by level, status, branch, group and manager': async (stage) => {
    const administrator = await openAdministrator(stage);
    const everybody = await allItems<User>(administrator, base);
    expect(everybody.total).toBe(stage.world.users.length);
    const found = async (query: string) =>
      idsOf(await allItems<User>(administrator, `${base}?${query}`)).toSorted();
    const those = (own: (user: User) => boolean) =>
      everybody.items
        .filter(own)
        .map(({ id }) => id)
        .toSorted();
    const leads = those(({ level }) => level === 'power_user');
    expect(leads).toContain('fjl-1002');
    expect(await found('level=power_user')).toEqual(leads);
    expect(await found('status=inactive')).toEqual(those(({ status }) => status === 'inactive'));
    const [someone] = everybody.items.filter(
      ({ groups, manager, branch }) => groups.length > 0 && manager !== null && branch !== null,
    );
    const { branch, manager, groups } = someone as User;
    expect(await found(`branch=${branch}`)).toEqual(those((user) => user.branch === branch));
    expect(await found(`manager=${manager}`)).toEqual(those((user) => user.manager === manager));
    const [group = ''] = groups;
    expect(await found(`group=${group}`)).toEqual(those((user) => user.groups.includes(group)));
    const under = await found('under=fjl');
    expect(under).toEqual(those(({ id }) => id.startsWith('fjl-')));
    expect(await found('under=fjl&level=power_user')).toEqual(
      leads.filter((id) => id.startsWith('fjl-')),
    );
    expect(await found('branch=nowhere')).toEqual([]);
  },

  'come in each order, and are found by name, username and e-mail': async (stage) => {
    const administrator = await openAdministrator(stage);
    for (const sort of ['name', 'username', 'email', 'created_at', '-last_access_at']) {
      const whole = idsOf(await allItems(administrator, `${base}?under=qml&sort=${sort}`));
      expect(new Set(whole).size).toBe(whole.length);
      expect(idsOf(await allItems(administrator, `${base}?under=qml&sort=${sort}`, 7))).toEqual(
        whole,
      );
    }
    const found = await administrator.read<Listed<User>>(`${base}?search=INGRID.SOLBERG@`);
    expect(idsOf(found)).toEqual(['fjl-1002']);
  },

  'PU-012 lose every right when they are made users again, at once': async (stage) => {
    await withSupervisor(stage, { people: { mode: 'all' } }, async ({ id, page }) => {
      const administrator = await openAdministrator(stage);
      expect(await administrator.read(`${base}/${id}`)).toMatchObject({ level: 'power_user' });
      expect((await page.ask('/v1/session')).status).toBe(200);
      const path = `/admin/v1/power-users/${id}`;
      expect(await administrator.read(path)).toMatchObject({ datasets: [{ name: `Of ${id}` }] });
      await administrator.change('DELETE', path);
      expect((await page.ask('/v1/session')).status).toBe(401);
      expect(await administrator.read(`${base}/${id}`)).toMatchObject({ level: 'user' });
      // A power user once more, they hold nothing.
      await administrator.change('POST', '/admin/v1/power-users', { user: id });
      expect(await administrator.read(path)).toMatchObject({ profiles: [], datasets: [] });
    });
  },

  'are shut out while they are inactive, and when their account has ended': async (stage) => {
    const administrator = await openAdministrator(stage);
    await withSupervisor(stage, { people: { mode: 'all' } }, async ({ id, page }) => {
      const path = `${base}/${id}`;
      const again = async () => (await openPage(stage, page.who)).ask('/v1/session');
      expect((await page.ask('/v1/session')).status).toBe(200);
      await administrator.change('PATCH', path, { status: 'inactive' });
      expect((await page.ask('/v1/session')).status).toBe(401);
      await expect(again()).rejects.toThrow('No token');
      await administrator.change('PATCH', path, { status: 'active' });
      expect((await again()).status).toBe(200);
      await administrator.change('PATCH', path, { expires_at: '2026-01-01T00:00:00+01:00' });
      expect((await page.ask('/v1/session')).status).toBe(401);
      await expect(again()).rejects.toThrow('No token');
      const user = await administrator.change('PATCH', path, { expires_at: null });
      expect(user).toMatchObject({ status: 'active', expires_at: null });
      expect((await again()).status).toBe(200);
    });
  },

  'PU-057 are in a scope by branch from the request after they moved there': async (stage) => {
    const administrator = await openAdministrator(stage);
    const [, first = ''] = await learnersOfFjordlys(stage);
    const { branch, ...before } = await administrator.read<User>(`${base}/${first}`);
    const item = { kind: 'branch', key: 'fjl', descendants: false };
    const selections = { people: { mode: 'subset', items: [item] }, courses: { mode: 'all' } };
    await withSupervisor(stage, selections, async ({ learners }) => {
      expect(await learners()).not.toContain(first);
      await administrator.change('PATCH', `${base}/${first}`, { branch: 'fjl' });
      expect(await learners()).toContain(first);
      const back = await administrator.change<User>('PATCH', `${base}/${first}`, { branch });
      expect(await learners()).not.toContain(first);
      expect(back).toEqual({ ...before, branch });
    });
  },

  'PU-057 are in a scope by rule from the request after their field fits': async (stage) => {
    const administrator = await openAdministrator(stage);
    const [first = '', second = ''] = await learnersOfFjordlys(stage);
    const [field] = (await administrator.read<User>(`${base}/${first}`)).fields;
    const rule = { field: `field:${field?.id}`, operator: 'equals', value: 'Ünlikely' };
    const rules = { match: 'all', rules: [rule] };
    const selections = { people: { mode: 'subset', rules }, courses: { mode: 'all' } };
    const set = (id: string, value: string | null) =>
      administrator.change<User>('PATCH', `${base}/${id}`, { fields: [{ id: field?.id, value }] });
    await withSupervisor(stage, selections, async ({ learners }) => {
      expect(await learners()).toEqual([]);
      await set(first, 'ünLIKELY');
      expect(await learners()).toEqual([first]);
      const { fields } = await set(first, null);
      expect(fields.map(({ id }) => id)).not.toContain(field?.id);
      expect(await learners()).toEqual([]);
      await set(first, field?.value ?? null);
      expect((await administrator.read<User>(`${base}/${second}`)).id).toBe(second);
    });
  },

  'PU-061 are in their manager’s team, and so in its dataset, from the next request on': async (
    stage,
  ) => {
    const administrator = await openAdministrator(stage);
    const first = (await learnersOfFjordlys(stage)).at(-2) ?? '';
    const path = `${base}/${first}`;
    const { manager } = await administrator.read<User>(path);
    const selections = { people: { mode: 'team' }, courses: { mode: 'all' } };
    await withSupervisor(stage, selections, async ({ id, learners }) => {
      expect(await learners()).toEqual([]);
      await administrator.change('PATCH', path, { manager: id });
      expect(await learners()).toEqual([first]);
      await administrator.change('PATCH', path, { manager: null });
      expect(await learners()).toEqual([]);
      await administrator.change('PATCH', path, { manager });
    });
  },

  'keep names by which they are searched and sorted': async (stage) => {
    const administrator = await openAdministrator(stage);
    const [first = ''] = await learnersOfFjordlys(stage);
    const { first_name, last_name } = await administrator.read<User>(`${base}/${first}`);
    await administrator.change('PATCH', `${base}/${first}`, { last_name: ' Zzÿx ' });
    const found = await administrator.read<Listed<User>>(`${base}?search=ZZŸX`);
    expect(found.items).toMatchObject([{ id: first, first_name, last_name: 'Zzÿx' }]);
    await administrator.change('PATCH', `${base}/${first}`, { last_name });
  },

  'T-52 refuse by its field what makes no sense, and then stay as they are': async (stage) => {
    const administrator = await openAdministrator(stage);
    const [first = ''] = await learnersOfFjordlys(stage);
    const path = `${base}/${first}`;
    const before = await administrator.read(path);
    for (const [body, status, field] of [
      [{ branch: 'nowhere' }, 422, 'branch'],
      [{ manager: 'nobody' }, 422, 'manager'],
      [{ manager: first }, 422, 'manager'],
      [{ fields: [{ id: 'no such', value: 'x' }] }, 422, 'fields.0.id'],
      [{ first_name: 'a\u0000b' }, 422, 'first_name'],
      [{ last_name: 'x'.repeat(256) }, 422, 'last_name'],
      [{ expires_at: '2026-02-30T00:00:00Z' }, 400, 'expires_at'],
      [{ status: 'gone' }, 400, 'status'],
      [{ level: 'superadmin' }, 400, 'level'],
      [{ username: 'root' }, 400, 'username'],
      [{ email: 7 }, 400, 'email'],
    ] as const) {
      const response = await administrator.ask('PATCH', path, { status: 'inactive', ...body });
      expect(response.status, field).toBe(status);
      expect(await problemOf(response)).toMatchObject({ errors: [{ field }] });
    }
    expect(await administrator.read(path)).toEqual(before);
    for (const method of ['GET', 'PATCH']) {
      const body = method === 'PATCH' ? { status: 'inactive' } : undefined;
      expect((await administrator.ask(method, `${base}/nobody`, body)).status).toBe(404);
    }
  },

  'PERM-006 hide a field at once from whoever may not view invisible ones': async (stage) => {
    const administrator = await openAdministrator(stage);
    const fields = await allItems<{ id: string; invisible: boolean; values: number }>(
      administrator,
      '/admin/v1/user-fields',
    );
    const field = fields.items.find(({ invisible, values }) => !invisible && values > 0);
    const path = `/admin/v1/user-fields/${field?.id}`;
    const asked = rowsPath('learners', { columns: [`field_${field?.id}`] });
    await withSupervisor(
      stage,
      { people: { mode: 'all' }, courses: { mode: 'all' } },
      async ({ page }) => {
        expect((await page.ask(asked)).status).toBe(200);
        await administrator.change('PATCH', path, { invisible: true });
        const refused = await page.ask(asked);
        expect([refused.status, await problemOf(refused)]).toMatchObject([
          400,
          { type: 'urn:ambit:problem:unknown-column' },
        ]);
        await administrator.change('PATCH', path, { invisible: false });
        expect((await page.ask(asked)).status).toBe(200);
      },
    );
    const unnamed = await administrator.ask('PATCH', path, { name: ' ' });
    expect(await problemOf(unnamed)).toMatchObject({ errors: [{ field: 'name' }] });
    expect((await administrator.ask('GET', '/admin/v1/user-fields/none')).status).toBe(404);
  },
};
