/** A request for each route of administration that its route answers well, whenever and however often it is made. */
import type { Example } from './http-world.ts';

/** As a superadmin's program asks: from a server, with its token, and no page about it. */
export const asSuperadmin =
  (method: string, path: string, body?: unknown): Example =>
  async ({ settings, admin }) =>
    new Request(settings.issuer + path, {
      method,
      headers: {
        Authorization: `Bearer ${admin}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });

let made = 0;
/** Names that nothing has yet. */
export const fresh = (what: string): string => `${what} ${++made}`;

/** Makes something with one request, and asks about it with another. */
export const after =
  (create: (name: string) => Example, ask: (name: string) => Example): Example =>
  async (stage, page) => {
    const name = fresh('Thing');
    const response = await stage.fetch(await create(name)(stage, page));
    if (response.status !== 201) throw new Error(await response.text());
    return ask(name)(stage, page);
  };

const createProfile = (name: string): Example =>
  asSuperadmin('POST', '/admin/v1/profiles', { name, permissions: ['reports.view'] });
const profile = (name: string) => `/admin/v1/profiles/${encodeURIComponent(name)}`;

/** Makes these requests, then that one. */
export const following =
  (earlier: readonly Example[], ask: Example): Example =>
  async (stage, page) => {
    for (const example of earlier) {
      const response = await stage.fetch(await example(stage, page));
      if (!response.ok) throw new Error(await response.text());
    }
    return ask(stage, page);
  };

export const people = '/admin/v1/power-users';
/** A learner whom nobody else speaks of. */
export const person = 'fjl-1055';
export const promote = asSuperadmin('POST', people, { user: person });
const held = 'Supervisor: view and export';
const grant = asSuperadmin('POST', `${people}/${person}/profiles`, { profiles: [held] });
const passOn = asSuperadmin('POST', `${people}/${person}/profiles-to-pass-on`, {
  profiles: [held],
});
const ownDataset = `${people}/${person}/datasets/${encodeURIComponent('Everybody at Fjordlys')}`;
const assign = asSuperadmin('PUT', ownDataset, { valid_until: '2030-01-01T00:00:00Z' });

const createDataset = (name: string): Example =>
  asSuperadmin('POST', '/admin/v1/datasets', { name, selections: { people: { mode: 'all' } } });
const dataset = (name: string) => `/admin/v1/datasets/${encodeURIComponent(name)}`;

const siteId = (name: string) => name.toLowerCase().replace(' ', '-');
const site = (name: string) => `/admin/v1/sites/${siteId(name)}`;
const createSite = (name: string): Example =>
  asSuperadmin('POST', '/admin/v1/sites', {
    ...{ id: siteId(name), name, ceiling: 'Ceiling: Fjordlys Shipyards' },
    origins: [`https://${siteId(name)}.example`],
  });

/** The key's id stands in the answer to the request that makes it. */
const revokeKey =
  (name: string): Example =>
  async (stage, page) => {
    const made = await stage.fetch(
      await asSuperadmin('POST', `${site(name)}/keys`, {})(stage, page),
    );
    const { id } = (await made.json()) as { id: string };
    return asSuperadmin('DELETE', `${site(name)}/keys/${id}`)(stage, page);
  };

const createJob = asSuperadmin('POST', '/admin/v1/jobs', { kind: 'demote', people: [person] });
const readJob: Example = async (stage, page) => {
  const { headers } = await stage.fetch(await createJob(stage, page));
  return asSuperadmin('GET', headers.get('Location') ?? '')(stage, page);
};

/** Not enabled: one that is has every later request look whether it is behind. */
const createAutomation = (name: string): Example =>
  asSuperadmin('POST', '/admin/v1/automations', {
    name,
    profile: held,
    datasets: ['Everybody at Fjordlys'],
    rules: { match: 'all', rules: [{ field: 'username', operator: 'equals', value: 'nobody' }] },
  });
const automation = (name: string) => `/admin/v1/automations/${encodeURIComponent(name)}`;

const setting = '/admin/v1/settings/power_user_management';

export const administrationExamples: Readonly<Record<string, Example>> = {
  'get /admin/v1/permissions': asSuperadmin('GET', '/admin/v1/permissions'),
  'get /admin/v1/profiles': asSuperadmin('GET', '/admin/v1/profiles?search=export&limit=2'),
  'post /admin/v1/profiles': (stage, page) => createProfile(fresh('Reader'))(stage, page),
  'get /admin/v1/profiles/{name}': after(createProfile, (name) =>
    asSuperadmin('GET', profile(name)),
  ),
  'patch /admin/v1/profiles/{name}': after(createProfile, (name) =>
    asSuperadmin('PATCH', profile(name), { add: ['reports.export'] }),
  ),
  'delete /admin/v1/profiles/{name}': after(createProfile, (name) =>
    asSuperadmin('DELETE', profile(name)),
  ),
  'get /admin/v1/power-users': asSuperadmin('GET', `${people}?profile=${held}&sort=-datasets`),
  'get /admin/v1/power-users/{id}/explain': asSuperadmin(
    'GET',
    `${people}/fjl-1002/explain?site=fjordlys&learner=${person}`,
  ),
  'get /admin/v1/users/{id}/seen-by': asSuperadmin('GET', `/admin/v1/users/${person}/seen-by`),
  'post /admin/v1/power-users': promote,
  'get /admin/v1/power-users/{id}': following(
    [promote],
    asSuperadmin('GET', `${people}/${person}`),
  ),
  'delete /admin/v1/power-users/{id}': following(
    [promote],
    asSuperadmin('DELETE', `${people}/${person}`),
  ),
  'post /admin/v1/power-users/{id}/profiles': following([promote], grant),
  'delete /admin/v1/power-users/{id}/profiles': following(
    [promote, grant],
    asSuperadmin('DELETE', `${people}/${person}/profiles?profiles=${held}&last=keep`),
  ),
  'post /admin/v1/power-users/{id}/profiles-to-pass-on': following([promote], passOn),
  'delete /admin/v1/power-users/{id}/profiles-to-pass-on': following(
    [promote, passOn],
    asSuperadmin('DELETE', `${people}/${person}/profiles-to-pass-on?profiles=${held}`),
  ),
  'post /admin/v1/power-users/{id}/datasets': (stage, page) => {
    const body = {
      ...{ dataset: 'Everybody at Fjordlys', maker: 'fjl-1002', name: fresh('Part') },
      selections: { people: { mode: 'subset', items: [{ kind: 'user', key: 'fjl-1051' }] } },
    };
    const cut = asSuperadmin('POST', `${people}/${person}/datasets`, body);
    return following([promote], cut)(stage, page);
  },
  'put /admin/v1/power-users/{id}/datasets/{dataset}': following([promote], assign),
  'delete /admin/v1/power-users/{id}/datasets/{dataset}': following(
    [promote, assign],
    asSuperadmin('DELETE', ownDataset),
  ),
  'delete /admin/v1/power-users/{id}/content': following(
    [promote, assign],
    asSuperadmin('DELETE', `${people}/${person}/content?confirmed=true`),
  ),
  'get /admin/v1/power-users/{id}/content': asSuperadmin('GET', `${people}/${person}/content`),
  'get /admin/v1/jobs': asSuperadmin('GET', '/admin/v1/jobs?sort=-created_at'),
  'post /admin/v1/jobs': createJob,
  'get /admin/v1/jobs/{id}': readJob,
  'get /admin/v1/datasets': asSuperadmin('GET', '/admin/v1/datasets?kind=shared'),
  'post /admin/v1/datasets': (stage, page) => createDataset(fresh('Everybody'))(stage, page),
  'post /admin/v1/dataset-previews': asSuperadmin('POST', '/admin/v1/dataset-previews', {
    selections: { people: { mode: 'subset', items: [{ kind: 'branch', key: 'fjl' }] } },
  }),
  'get /admin/v1/datasets/{name}': after(createDataset, (name) =>
    asSuperadmin('GET', dataset(name)),
  ),
  'patch /admin/v1/datasets/{name}': after(createDataset, (name) =>
    asSuperadmin('PATCH', dataset(name), { selections: { courses: { mode: 'all' } } }),
  ),
  'delete /admin/v1/datasets/{name}': after(createDataset, (name) =>
    asSuperadmin('DELETE', dataset(name)),
  ),
  'get /admin/v1/automations': asSuperadmin('GET', '/admin/v1/automations?enabled=true'),
  'post /admin/v1/automations': (stage, page) => createAutomation(fresh('Owners'))(stage, page),
  'post /admin/v1/automation-previews': asSuperadmin('POST', '/admin/v1/automation-previews', {
    rules: { match: 'all', rules: [{ field: 'status', operator: 'equals', value: 'inactive' }] },
  }),
  'get /admin/v1/automations/{name}': after(createAutomation, (name) =>
    asSuperadmin('GET', automation(name)),
  ),
  'patch /admin/v1/automations/{name}': after(createAutomation, (name) =>
    asSuperadmin('PATCH', automation(name), { profile: held }),
  ),
  'put /admin/v1/automations/{name}/enabled': after(createAutomation, (name) =>
    asSuperadmin('PUT', `${automation(name)}/enabled`, { enabled: false }),
  ),
  'delete /admin/v1/automations/{name}': after(createAutomation, (name) =>
    asSuperadmin('DELETE', automation(name)),
  ),
  'get /admin/v1/sites': asSuperadmin('GET', '/admin/v1/sites?active=true'),
  'post /admin/v1/sites': (stage, page) => createSite(fresh('Portal'))(stage, page),
  'get /admin/v1/sites/{id}': after(createSite, (name) => asSuperadmin('GET', site(name))),
  'patch /admin/v1/sites/{id}': after(createSite, (name) =>
    asSuperadmin('PATCH', site(name), { name: 'Another' }),
  ),
  'put /admin/v1/sites/{id}/active': after(createSite, (name) =>
    asSuperadmin('PUT', `${site(name)}/active`, { active: false }),
  ),
  'post /admin/v1/sites/{id}/keys': after(createSite, (name) =>
    asSuperadmin('POST', `${site(name)}/keys`, {}),
  ),
  'delete /admin/v1/sites/{id}/keys/{key}': after(createSite, revokeKey),
  'get /admin/v1/settings': asSuperadmin('GET', '/admin/v1/settings'),
  'get /admin/v1/settings/{name}': asSuperadmin('GET', setting),
  'get /admin/v1/audit': asSuperadmin('GET', '/admin/v1/audit?action=token&limit=2'),
  'get /admin/v1/audit/export': asSuperadmin('GET', '/admin/v1/audit/export?format=csv'),
  'get /admin/v1/audit/verify': asSuperadmin('GET', '/admin/v1/audit/verify'),
  'put /admin/v1/settings/{name}': asSuperadmin('PUT', setting, { value: false }),
};
