/** /admin/v1/automations: rules that make power users, with effect on the very next request of whoever matches. */
import { expect } from 'vitest';
import { type Administrator, allItems, type Listed, openAdministrator } from '../administrator.ts';
import {
  assertionOf,
  openPage,
  type Page,
  problemOf,
  rowsPath,
  tradeRequest,
  type Who,
} from '../portal.ts';
import { originOf, type Stage } from '../stage.ts';
import type { Chapter } from './book.ts';

interface Automation {
  readonly name: string;
  readonly enabled: boolean;
  readonly profile: string;
  readonly datasets: readonly string[];
}
interface Changed extends Automation {
  readonly gained: readonly { readonly person: string; readonly automation: string }[];
  readonly lost: readonly { readonly person: string; readonly automation: string }[];
}
interface People {
  readonly count: number;
  readonly first: readonly { readonly id: string }[];
}
type Preview = Readonly<Record<'included' | 'gain' | 'lose' | 'beyond', People>>;

const base = '/admin/v1/automations';
const previews = '/admin/v1/automation-previews';
const viewing = 'Supervisor: view and export';
const company = 'Everybody at Fjordlys';
/** A learner of Fjordlys, and a colleague. */
const person = 'fjl-1051';
const colleague = 'fjl-1053';

const rows = rowsPath('enrollments', {}, { limit: 20 });

const rulesFor = (field: string, ...values: readonly string[]) => ({
  match: 'all',
  rules: [{ field, operator: 'is_one_of', value: values }],
});

interface Case {
  readonly administrator: Administrator;
  readonly who: Who;
  readonly path: string;
  /** What the automation was made of. */
  readonly body: object;
  /** The status of the answer to whoever trades an assertion of the learner for a token. */
  readonly trade: () => Promise<number>;
}

const usernameOf = async ({ read }: Administrator, id: string) =>
  (await read<{ username: string }>(`/admin/v1/users/${id}`)).username;

/** An automation for as long as the case lasts, disabled, of which the learner is who matches. */
async function withAutomation(stage: Stage, prove: (given: Case) => Promise<void>): Promise<void> {
  const administrator = await openAdministrator(stage);
  const username = await usernameOf(administrator, person);
  const who = { site: 'fjordlys', key: person, username, learner: person };
  const body = { profile: viewing, datasets: [company], rules: rulesFor('username', username) };
  const made = await administrator.ask('POST', base, { name: 'Owners, all', ...body });
  expect(made.status).toBe(201);
  const path = made.headers.get('Location') ?? '';
  expect(path).toBe(`${base}/Owners%2C%20all`);
  const trade = async () =>
    (await stage.fetch(tradeRequest(stage, await assertionOf(stage, who), originOf(who.site))))
      .status;
  try {
    await prove({ administrator, who, path, body, trade });
  } finally {
    await administrator.ask('DELETE', path);
  }
}

const seenBy = async (page: Page) => (await page.read<{ total: number }>(rows)).total;

const refusal = async (response: Response): Promise<Record<string, unknown>> => ({
  status: response.status,
  ...(await problemOf(response)),
});

const idsOf = ({ first }: People) => first.map(({ id }) => id);

/** What a preview must not move: everything that leaves a row behind. */
const traceOf = async ({ read }: Administrator, path: string) => [
  await read(path),
  (await read<Listed<unknown>>('/admin/v1/audit?limit=1')).total,
  (await read<Listed<unknown>>('/admin/v1/power-users?limit=1')).total,
];

export const administrationAutomations: Chapter = {
  'SKY-023 SKY-027 makes a supervisor with the next request, and of nobody once it is disabled':
    async (stage) => {
      await withAutomation(stage, async ({ administrator, who, path, trade }) => {
        const { ask, change } = administrator;
        expect(await trade()).toBe(400);
        const on = await change<Changed>('PUT', `${path}/enabled`, { enabled: true });
        expect(on).toMatchObject({
          ...{ enabled: true, lost: [], beyond: [] },
          gained: [{ person, automation: 'Owners, all' }],
        });
        const page = await openPage(stage, who);
        expect(await seenBy(page)).toBeGreaterThan(0);
        expect((await ask('GET', `/admin/v1/power-users/${person}`)).status).toBe(200);
        const off = await change<Changed>('PUT', `${path}/enabled`, { enabled: false });
        expect(off).toMatchObject({ enabled: false, gained: [], lost: on.gained });
        expect((await page.ask(rows)).status).toBe(401);
        expect(await trade()).toBe(400);
        expect((await ask('GET', `/admin/v1/power-users/${person}`)).status).toBe(404);
      });
    },

  'SKY-027 follows whoever begins to match and matches no more': async (stage) => {
    await withAutomation(stage, async ({ administrator, who, path, trade }) => {
      const { change, read } = administrator;
      const user = `/admin/v1/users/${person}`;
      const { first_name: name } = await read<{ first_name: string }>(user);
      await change('PATCH', path, { rules: rulesFor('first_name', 'Franchise Owner') });
      await change('PUT', `${path}/enabled`, { enabled: true });
      expect(await trade()).toBe(400);
      try {
        await change('PATCH', user, { first_name: 'franchise owner' });
        const page = await openPage(stage, who);
        expect(await seenBy(page)).toBeGreaterThan(0);
        await change('PATCH', user, { first_name: name });
        expect((await page.ask(rows)).status).toBe(401);
        expect(await trade()).toBe(400);
      } finally {
        await change('PATCH', user, { first_name: name });
      }
    });
  },

  'SKY-027 takes back what it gave when it is removed, and nothing that is held by hand': async (
    stage,
  ) => {
    await withAutomation(stage, async ({ administrator, who, path, trade }) => {
      const { change, ask } = administrator;
      const own = `/admin/v1/power-users/${person}`;
      await change('PUT', `${path}/enabled`, { enabled: true });
      expect((await ask('DELETE', own)).status).toBe(422);
      await change('POST', `${own}/profiles`, { profiles: [viewing] });
      const page = await openPage(stage, who);
      expect(await seenBy(page)).toBeGreaterThan(0);
      expect((await change<Changed>('DELETE', path)).lost).toHaveLength(1);
      expect((await page.ask(rows)).status).toBe(401);
      expect(await seenBy(await openPage(stage, who))).toBe(0);
      await change('DELETE', own);
      expect(await trade()).toBe(400);
      expect((await ask('DELETE', path)).status).toBe(404);
    });
  },

  'SKY-024 has a name, and is not enabled unless that is said': async (stage) => {
    await withAutomation(stage, async ({ administrator, path, body }) => {
      const { ask, change } = administrator;
      const read = await ask('GET', path);
      expect(await read.json()).toEqual({ name: 'Owners, all', enabled: false, ...body });
      const second = await change<Changed>('POST', base, {
        ...body,
        ...{ name: 'Second', enabled: true },
      });
      expect([second.enabled, second.gained]).toEqual([true, [{ person, automation: 'Second' }]]);
      const renamed = await ask('PATCH', `${base}/Second`, { name: 'Ändert 100%' });
      const there = renamed.headers.get('Content-Location') ?? '';
      expect(there).toBe(`${base}/%C3%84ndert%20100%25`);
      expect((await ask('GET', `${base}/Second`)).status).toBe(404);
      expect((await change<Changed>('DELETE', there)).name).toBe('Ändert 100%');
    });
  },

  'T-47 changes the edition that was read, and no other': async (stage) => {
    await withAutomation(stage, async ({ administrator, path, trade }) => {
      const { ask } = administrator;
      const tag = (await ask('GET', path)).headers.get('ETag') ?? '';
      expect((await ask('GET', path, undefined, { 'If-None-Match': tag })).status).toBe(304);
      const match = { 'If-Match': tag };
      const first = await ask('PATCH', path, { rules: rulesFor('username', 'nobody') }, match);
      expect(first.status).toBe(200);
      for (const [method, to, body] of [
        ['PATCH', path, { rules: rulesFor('status', 'active') }],
        ['PUT', `${path}/enabled`, { enabled: true }],
        ['DELETE', path, undefined],
      ] as const) {
        const refused = await refusal(await ask(method, to, body, match));
        expect(refused).toMatchObject({
          status: 412,
          type: 'urn:ambit:problem:precondition-failed',
        });
      }
      expect(await trade()).toBe(400);
      const now = { 'If-Match': first.headers.get('ETag') ?? '' };
      expect((await ask('PUT', `${path}/enabled`, { enabled: true }, now)).status).toBe(200);
    });
  },

  'SKY-025 previews who would be included, gain and lose, and writes nothing': async (stage) => {
    await withAutomation(stage, async ({ administrator, path, who, trade }) => {
      const { change } = administrator;
      const other = await usernameOf(administrator, colleague);
      const before = await traceOf(administrator, path);
      const ask = (body: object) => change<Preview>('POST', previews, body);
      const saved = await ask({ automation: 'Owners, all' });
      expect([idsOf(saved.included), idsOf(saved.gain)]).toEqual([[person], [person]]);
      const alone = await ask({ rules: rulesFor('username', who.username, other) });
      expect(alone.included.count).toBe(2);
      expect(await traceOf(administrator, path)).toEqual(before);
      expect(await trade()).toBe(400);
      await change('PUT', `${path}/enabled`, { enabled: true });
      const during = await traceOf(administrator, path);
      const rules = rulesFor('username', other);
      const edited = await ask({ automation: 'Owners, all', rules });
      expect([idsOf(edited.gain), idsOf(edited.lose)]).toEqual([[colleague], [person]]);
      expect(await traceOf(administrator, path)).toEqual(during);
    });
  },

  'SKY-026 gives one profile and one dataset or more, and refuses anything else by its field':
    async (stage) => {
      await withAutomation(stage, async ({ administrator, path, body }) => {
        const { ask, change } = administrator;
        const datasets = [company, 'Ceiling: Fjordlys Shipyards'];
        const changed = await change<Changed>('PATCH', path, { datasets });
        expect(changed).toMatchObject({ profile: viewing, datasets: datasets.toSorted() });
        const before = await traceOf(administrator, path);
        for (const [wrong, status, field] of [
          [{ datasets: [] }, 422, 'datasets'],
          [{ datasets: company }, 400, 'datasets'],
          [{ profile: [viewing] }, 400, 'profile'],
          [{ name: 'a<b' }, 422, 'name'],
          [{ rules: { match: 'all', rules: [] } }, 422, 'rules'],
          [{ rules: rulesFor('level', 'user') }, 422, 'rules'],
          [{ rules: rulesFor('username', '{power_user.username}') }, 422, 'rules'],
          [{ rules: rulesFor('field:none', 'x') }, 422, 'rules'],
        ] as const) {
          for (const attempt of [
            ask('PATCH', path, wrong),
            ask('POST', base, { name: 'Wrong', ...body, ...wrong }),
          ]) {
            const told = await refusal(await attempt);
            const fields = told.errors as { field: string }[];
            expect([told.status, fields[0]?.field.split('.')[0]], JSON.stringify(wrong)).toEqual([
              status,
              field,
            ]);
          }
        }
        for (const wrong of [{ profile: 'None' }, { datasets: ['None'] }]) {
          expect((await ask('PATCH', path, wrong)).status).toBe(404);
        }
        const taken = await ask('POST', base, { name: 'Owners, all', ...body });
        expect(taken.status).toBe(422);
        expect(await traceOf(administrator, path)).toEqual(before);
      });
    },

  'lists them in the order in which they give, by name, switch, profile and dataset': async (
    stage,
  ) => {
    await withAutomation(stage, async ({ administrator, body }) => {
      const { change } = administrator;
      const names = ['Zoë', 'Ärzte'];
      for (const name of names) await change('POST', base, { name, ...body });
      try {
        const found = async (query: string, limit?: number) =>
          (await allItems<Automation>(administrator, `${base}?${query}`, limit)).items.map(
            ({ name }) => name,
          );
        const inOrder = ['Owners, all', ...names];
        for (const limit of [1, 2, 200]) expect(await found('', limit)).toEqual(inOrder);
        expect(await found('sort=-order')).toEqual(inOrder.toReversed());
        expect((await found('sort=name')).toSorted()).toEqual(inOrder.toSorted());
        expect(await found('search=ärz')).toEqual(['Ärzte']);
        expect(await found('enabled=true')).toEqual([]);
        expect(await found('enabled=false&search=zo')).toEqual(['Zoë']);
        expect(await found(`profile=${viewing}&dataset=${company}`)).toEqual(inOrder);
        expect(await found('profile=None')).toEqual([]);
        expect(await found('dataset=None')).toEqual([]);
      } finally {
        for (const name of names) await change('DELETE', `${base}/${encodeURIComponent(name)}`);
      }
    });
  },
};
