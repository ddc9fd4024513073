/** An academy that assigns pages for as long as a case lasts, with a menu and a supervisor to hold it. */
import { expect } from 'vitest';
import { type Administrator, openAdministrator } from './administrator.ts';
import { ingrid } from './portal.ts';
import type { Stage } from './stage.ts';

/** A dashboard that there is. */
export const page = 'team_progress';
export const menus = '/admin/v1/menus';
/** What Ingrid holds. */
export const assigned = `/admin/v1/power-users/${ingrid.key}/resources`;
export const setting = '/admin/v1/settings/assign_pages';
/** The menu of `withMenu`: its address and its name. */
export const start = `${menus}/Start%20%2F%201`;
export const menuName = 'Start / 1';

/** As `assigned` answers. */
export interface Held {
  readonly pages: readonly string[];
  readonly menus: readonly { readonly name: string; readonly pages: readonly string[] }[];
  readonly resources: readonly { readonly kind: string; readonly key: string }[];
}

/** The academy assigns pages for as long as the case lasts, and has a menu that nobody holds. */
export async function withMenu(
  stage: Stage,
  pages: readonly string[],
  prove: (administrator: Administrator) => Promise<void>,
): Promise<void> {
  const administrator = await openAdministrator(stage);
  const { ask, change } = administrator;
  const made = await ask('POST', menus, { name: ` ${menuName} `, pages });
  expect([made.status, made.headers.get('Location')]).toEqual([201, start]);
  await change('PUT', setting, { value: true });
  try {
    await prove(administrator);
  } finally {
    await ask('DELETE', start);
    await ask('DELETE', `${assigned}/page`);
    await change('PUT', setting, { value: false });
  }
}

export const give = ({ change }: Administrator, kind: string, ...keys: string[]) =>
  change<Held>('POST', assigned, { kind, keys });
export const take = ({ change }: Administrator, kind: string, key?: string) =>
  change<Held>(
    'DELETE',
    `${assigned}/${kind}${key === undefined ? '' : `/${encodeURIComponent(key)}`}`,
  );
