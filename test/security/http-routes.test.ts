/** The security cases that run over the route table unasked: a new row is covered, or the suite fails. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Access, Route } from '../../server/http/route.ts';
import { routes } from '../../server/http/route-table.ts';
import { assertionOf, ingrid, openPage, type Page, pageOf, requestExport } from '../http/portal.ts';
import { nextHour, originOf, setSiteActive } from '../http/stage.ts';
import {
  bytesOf,
  constantOf,
  examples,
  headersOf,
  nameOf,
  type WatchedStage,
  watchedStage,
  withHeaders,
} from './http-world.ts';

let stage: WatchedStage;
let page: Page;
beforeAll(async () => {
  stage = await watchedStage();
});
afterAll(() => stage.database.close());
beforeEach(async () => {
  nextHour(stage);
  page = await openPage(stage, ingrid);
});

/** Which cases below hold a route of each access to account. What stands here has been thought about. */
const covered: Record<Access, string> = {
  public: 'tells everybody the same',
  assertion: 'is a door',
  session: 'opens to a good token alone',
  link: 'opens to its own link alone',
  administration: 'opens to those who administer alone',
};

const of = (access: Access) =>
  routes.filter((route) => route.access === access).map((route) => [nameOf(route), route] as const);

async function exampleOf(route: Route): Promise<Request> {
  const example = examples[nameOf(route)];
  if (!example)
    throw new Error(`Give an example of ${nameOf(route)} to test/security/http-world.ts`);
  return example(stage, page);
}

/** Tables that hold what somebody might want to see. */
const learning =
  /\b(enrollments|courses|certificates|attendances|user_field_values|group_members|branches|daily_activity)\b/;

describe('the route table', () => {
  it.each(routes.map((route) => [nameOf(route), route] as const))(
    '%s is known to this suite',
    async (_name, route) => {
      expect(Object.keys(covered)).toContain(route.access);
      const response = await stage.fetch(await exampleOf(route));
      expect(response.status).toBe(route.answer.status);
      await response.text();
    },
  );

  it('has no example that is no route, and no two rows for one address', () => {
    const names = routes.map(nameOf);
    expect(Object.keys(examples).sort()).toEqual([...names].sort());
    expect(new Set(names).size).toBe(names.length);
  });

  it('FOR-006 FOR-015 FOR-016 takes reads, and two kinds of POST that write no learning data', () => {
    const posts = routes
      .filter(({ access, method }) => access !== 'administration' && method !== 'get')
      .map(({ path }) => path);
    expect(posts).toEqual(['/v1/token', '/v1/exports']);
  });
});

/** Authorization headers that are no good token of this page. */
const strangers: readonly [what: string, authorization: () => Promise<string | null>][] = [
  ['no token', async () => null],
  ['an empty one', async () => 'Bearer '],
  ['one that is none', async () => 'Bearer a.b.c'],
  ['one with a letter turned', async () => `Bearer ${page.token.slice(0, -2)}AA`],
  ['one with a letter more', async () => `Bearer ${page.token}A`],
  ['another scheme', async () => `Basic ${btoa('ingrid:secret')}`],
  ['T-07 an assertion', async () => `Bearer ${await assertionOf(stage, ingrid)}`],
  [
    'T-07 the signature of a download',
    async () =>
      `Bearer ${new URL((await requestExport(page, 'courses')).url).searchParams.get('signature')}`,
  ],
  [
    'T-07 the address of a download',
    async () => `Bearer ${encodeURIComponent((await requestExport(page, 'courses')).url)}`,
  ],
  ['T-07 an administration token', async () => `Bearer ${stage.admin}`],
  [
    'T-09 a token of another page',
    async () => `Bearer ${(await openPage(stage, { ...ingrid, site: 'qamar' })).token}`,
  ],
];

/** What happens between the token and the request, and how it is undone. */
const changes: readonly [
  what: string,
  change: () => Promise<unknown>,
  undo: () => Promise<unknown>,
][] = [
  [
    'T-05 has expired',
    async () => {
      stage.clock.now += 631;
    },
    async () => undefined,
  ],
  [
    'T-12 PU-095 is of rights that have moved',
    () => write(`INSERT INTO profile_permissions VALUES (1, 'groups.edit')`),
    () => write(`DELETE FROM profile_permissions WHERE permission = 'groups.edit'`),
  ],
  [
    'T-12 is of somebody disabled',
    () => write(`UPDATE users SET status = 'inactive' WHERE key = 'fjl-1002'`),
    () => write(`UPDATE users SET status = 'active' WHERE key = 'fjl-1002'`),
  ],
  [
    'T-12 is of an account that has ended',
    () => write(`UPDATE users SET expires_at = 1 WHERE key = 'fjl-1002'`),
    () => write(`UPDATE users SET expires_at = NULL WHERE key = 'fjl-1002'`),
  ],
  [
    'T-12 came through a key that was revoked',
    () => write(`UPDATE site_keys SET revoked_at = 1 WHERE site_id = 'fjordlys'`),
    () => write(`UPDATE site_keys SET revoked_at = NULL WHERE site_id = 'fjordlys'`),
  ],
];

const write = (text: string) => stage.database.write([sql.raw(text)]);

describe.each(of('session'))('%s opens to a good token alone', (_name, route) => {
  /** The one answer to all of them; the first that comes sets it. */
  const refused = async (request: Request): Promise<void> => {
    stage.statements.length = 0;
    const response = await stage.fetch(request);
    const { statements } = stage;
    expect(response.status).toBe(401);
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer');
    expect(statements.filter(({ sql: text }) => learning.test(text))).toEqual([]);
    // The token's origin, who stands, and whether automations were settled since.
    expect(statements.length).toBeLessThanOrEqual(3);
    const bare = await stage.fetch(
      new Request(`${stage.settings.issuer}/v1/session`, { headers: { Origin: page.origin } }),
    );
    expect(await constantOf(response)).toBe(await constantOf(bare));
  };

  it.each(strangers)('and not to %s', async (_what, authorization) => {
    const example = await exampleOf(route);
    const value = await authorization();
    await refused(
      await withHeaders(example, (headers) => {
        if (value === null) headers.delete('Authorization');
        else headers.set('Authorization', value);
      }),
    );
  });

  it.each(changes)('and not to one that %s', async (_what, change, undo) => {
    const example = await exampleOf(route);
    await change();
    try {
      await refused(example);
    } finally {
      await undo();
    }
  });

  it('before it looks at anything that was asked', async () => {
    const { method, path } = route;
    const address = path.replaceAll(/\{\w+\}/g, "' OR 1=1 --");
    const body = method === 'post' ? '{"no":' : null;
    const url = `${stage.settings.issuer}${address}?question=%7B&limit=x&limit=y`;
    const headers = { Origin: page.origin, 'Content-Type': 'text/plain' };
    await refused(new Request(url, { method: method.toUpperCase(), headers, body }));
  });

  const pages: [what: string, origin: () => string | null][] = [
    ['none', () => null],
    ['null', () => 'null'],
    ['an unknown one', () => 'https://evil.example'],
    ['one that begins alike', () => `${originOf('fjordlys')}.evil.example`],
    ['one that ends alike', () => 'https://evil-fjordlys.example'],
    ['another spelling', () => 'https://FJORDLYS.example'],
    ['another port', () => `${originOf('fjordlys')}:8443`],
    ['another scheme', () => originOf('fjordlys').replace('https', 'http')],
    ['a slash behind it', () => `${originOf('fjordlys')}/`],
  ];
  it.each(pages)(
    'T-09 and not to a page whose origin is %s, before any other query',
    async (_what, origin) => {
      const example = await exampleOf(route);
      const from = origin();
      const request = await withHeaders(example, (headers) => {
        if (from === null) headers.delete('Origin');
        else headers.set('Origin', from);
      });
      stage.statements.length = 0;
      const response = await stage.fetch(request);
      expect(response.status).toBe(403);
      expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
      const { statements } = stage;
      expect(statements.length).toBeLessThanOrEqual(1);
      for (const { sql: text } of statements)
        expect(text).toMatch(/FROM site_origins o JOIN sites s/);
      const bare = await stage.fetch(new Request(`${stage.settings.issuer}/v1/session`));
      expect(await constantOf(response)).toBe(await constantOf(bare));
    },
  );

  it('T-09 and not to another registered page', async () => {
    const example = await exampleOf(route);
    for (const site of ['qamar', 'molino-aurelia']) {
      await refusedElsewhere(
        await withHeaders(example, (headers) => headers.set('Origin', originOf(site))),
        originOf(site),
      );
    }
  });

  const refusedElsewhere = async (request: Request, origin: string): Promise<void> => {
    const response = await stage.fetch(request);
    expect(response.status).toBe(401);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(origin);
    const bare = await stage.fetch(
      new Request(`${stage.settings.issuer}/v1/session`, { headers: { Origin: origin } }),
    );
    expect(await constantOf(response)).toBe(await constantOf(bare));
  };

  it('T-09 T-12 and not through a site that was closed', async () => {
    const example = await exampleOf(route);
    await setSiteActive(stage, 'fjordlys', false);
    try {
      expect((await stage.fetch(example)).status).toBe(403);
    } finally {
      await setSiteActive(stage, 'fjordlys', true);
    }
  });

  it('and to that one', async () => {
    const response = await stage.fetch(await exampleOf(route));
    expect(response.status).toBe(route.answer.status);
  });
});

describe.each(of('link'))('%s opens to its own link alone', (_name, route) => {
  it.each(strangers)('and not to a bearer of %s', async (_what, authorization) => {
    const { origin, pathname } = new URL((await exampleOf(route)).url);
    const value = await authorization();
    const headers = new Headers({ Origin: page.origin });
    if (value !== null) headers.set('Authorization', value);
    const response = await stage.fetch(new Request(origin + pathname, { headers }));
    expect(response.status).toBe(403);
    const unknown = await stage.fetch(new Request(`${origin}/v1/downloads/unknown`));
    expect(await constantOf(response)).toBe(await constantOf(unknown));
  });

  it('and not to a good token without the link', async () => {
    const { origin, pathname } = new URL((await exampleOf(route)).url);
    const response = await stage.fetch(
      new Request(origin + pathname, { headers: headersOf(page) }),
    );
    expect(response.status).toBe(403);
  });

  it('and not to a page’s script, which could not read it anyway', async () => {
    const response = await stage.fetch(
      await withHeaders(await exampleOf(route), (headers) => headers.set('Origin', page.origin)),
    );
    expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
    await response.text();
  });
});

describe.each(of('public'))('%s tells everybody the same', (_name, route) => {
  it('whoever asks, and reads nothing that belongs to anybody', async () => {
    const example = await exampleOf(route);
    stage.statements.length = 0;
    const answers = new Set<string>();
    for (const headers of [
      headersOf(page),
      new Headers(),
      new Headers({ Origin: 'https://evil.example' }),
    ]) {
      const response = await stage.fetch(
        await withHeaders(example, (own) => {
          for (const name of [...own.keys()]) own.delete(name);
          for (const [name, value] of headers) own.set(name, value);
        }),
      );
      expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
      answers.add(await constantOf(response));
    }
    expect(answers.size).toBe(1);
    const { statements } = stage;
    expect(
      statements.filter(({ sql: text }) => learning.test(text) || /\busers\b/.test(text)),
    ).toEqual([]);
  });
});

describe.each(of('assertion'))('%s is a door', (_name, route) => {
  it('that stays shut to tokens, links and nothing at all', async () => {
    const { url } = await exampleOf(route);
    for (const subject of [page.token, (await requestExport(page, 'courses')).url, '']) {
      const body = new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: subject,
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      });
      const headers = { Origin: page.origin };
      const response = await stage.fetch(new Request(url, { method: 'POST', headers, body }));
      expect(response.status).toBe(400);
      expect(await bytesOf(response)).not.toContain('access_token');
    }
  });
});

describe('rights that have gone', () => {
  it('T-40 a token that expires is refused its export, and nothing wider is given instead', async () => {
    stage.clock.now += 631;
    const late = pageOf(stage, ingrid, page.token);
    for (const body of [{ report: 'learners' }, { report: 'learners', question: {} }]) {
      expect((await late.post('/v1/exports', body)).status).toBe(401);
    }
    const [[[jobs] = []] = []] = await stage.database.read(
      sql`SELECT count(*) FROM export_jobs WHERE created_at >= ${stage.clock.now - 700}`,
    );
    expect(jobs).toBe(0);
    expect(
      (await (await openPage(stage, ingrid)).post('/v1/exports', { report: 'learners' })).status,
    ).toBe(201);
  });
});
