/** /admin/v1/settings: what the academy has switched. */
import { z } from 'zod';
import { Refusal } from '../../../shared/refusal.ts';
import { listOf } from '../../../shared/wire/list.ts';
import { settingChangeSchema, settingSchema } from '../../../shared/wire/setting.ts';
import { setSetting } from '../../command/set-setting.ts';
import {
  readSettingRecords,
  requireSetting,
  settingSubject,
  showSetting,
} from '../../command/setting-record.ts';
import { showResource } from '../edition.ts';
import { type Call, defineRoute, json, type Route } from '../route.ts';

const params = z.object({ name: z.string().max(64) });

function show(call: Call, asked: string): Promise<Response> {
  const name = requireSetting(asked);
  const missing = () => new Refusal('not-found', `There is no setting "${name}"`);
  return showResource(call, settingSubject(name), { as: showSetting, missing });
}

const listSettingsRoute = defineRoute({
  method: 'get',
  path: '/admin/v1/settings',
  access: 'administration',
  summary: 'List the settings',
  request: {},
  answer: { status: 200, description: 'All of them', body: listOf(settingSchema) },
  async handle(_input, { database }) {
    const items = await readSettingRecords(database);
    return json({ items, total: items.length, next: null });
  },
});

const readSettingRoute = defineRoute({
  method: 'get',
  path: '/admin/v1/settings/{name}',
  access: 'administration',
  summary: 'Read a setting',
  request: { params },
  answer: { status: 200, description: 'The setting', body: settingSchema },
  problems: ['not-found'],
  handle: ({ params: { name } }, call) => show(call, name),
});

const setSettingRoute = defineRoute({
  method: 'put',
  path: '/admin/v1/settings/{name}',
  access: 'administration',
  summary: 'Set a setting',
  request: { params, body: settingChangeSchema },
  answer: { status: 200, description: 'The setting as it is now', body: settingSchema },
  async handle({ params: { name }, body: { value } }, call) {
    await setSetting(call, { setting: name, value });
    return show(call, name);
  },
});

export const settingRoutes: readonly Route[] = [
  listSettingsRoute,
  readSettingRoute,
  setSettingRoute,
];
