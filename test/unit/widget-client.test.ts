/** The widget's session and client: one exchange for the page, one retry, and nothing sent anywhere else. */
import { describe, expect, it } from 'vitest';
import { assertionFrom, checkedAssertion } from '../../widget/client/assertion.ts';
import { type Client, createClient } from '../../widget/client/client.ts';
import type { Fetch } from '../../widget/client/fetching.ts';
import { createSession } from '../../widget/client/session.ts';
import { Trouble, troubleOf } from '../../widget/client/trouble.ts';

const origin = 'https://ambit.example';

interface Sent {
  url: string;
  init: RequestInit;
}

/** An API that mints token-1, token-2, ... and takes only those in `good`. */
function world(options: { lifeSeconds?: number; good?: (token: string) => boolean } = {}) {
  const sent: Sent[] = [];
  const state = { now: 0, minted: 0, asked: 0, replaced: 0, tokenStatus: 200 };
  const fetch: Fetch = async (url, init) => {
    sent.push({ url, init });
    if (new URL(url).pathname === '/v1/token') {
      if (state.tokenStatus !== 200) return new Response('{}', { status: state.tokenStatus });
      state.minted += 1;
      return Response.json({
        access_token: `token-${state.minted}`,
        issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        token_type: 'Bearer',
        expires_in: options.lifeSeconds ?? 600,
      });
    }
    const bearer = new Headers(init.headers).get('authorization')?.replace('Bearer ', '') ?? '';
    if (options.good && !options.good(bearer)) {
      return Response.json({ type: 'urn:ambit:problem:unauthenticated' }, { status: 401 });
    }
    return Response.json({ bearer });
  };
  const session = createSession({
    origin,
    fetch,
    now: () => state.now,
    onReplaced: () => {
      state.replaced += 1;
    },
    assertion: async () => {
      state.asked += 1;
      return 'head.claims.signature';
    },
  });
  const client: Client = createClient({ origin, fetch, session });
  return { sent, state, session, client };
}

const kindOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no trouble',
    (error: unknown) => (error instanceof Trouble ? error.kind : error),
  );

describe('the session', () => {
  it('exchanges once for all widgets that ask at the same time', async () => {
    const { session, state } = world();
    const tokens = await Promise.all([session.token(), session.token(), session.token()]);
    expect(tokens).toEqual(['token-1', 'token-1', 'token-1']);
    expect(state).toMatchObject({ minted: 1, asked: 1 });
  });

  it('speaks RFC 8693 in a form, with the assertion in the body alone', async () => {
    const { session, sent } = world();
    await session.token();
    expect(sent[0]?.url).toBe(`${origin}/v1/token`);
    expect(Object.fromEntries(new URLSearchParams(String(sent[0]?.init.body)))).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: 'head.claims.signature',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    });
  });

  it('renews ahead of the end while the old token still serves', async () => {
    const { session, state } = world({ lifeSeconds: 600 });
    await session.token();
    state.now = 479_999;
    expect(await session.token()).toBe('token-1');
    expect(state.minted).toBe(1);
    state.now = 480_000;
    expect(await session.token()).toBe('token-1');
    await new Promise((resolve) => setTimeout(resolve));
    expect(await session.token()).toBe('token-2');
    expect(state.minted).toBe(2);
  });

  it('waits for a new token once the old one has ended', async () => {
    const { session, state } = world({ lifeSeconds: 600 });
    await session.token();
    state.now = 600_000;
    expect(await session.token()).toBe('token-2');
  });

  it('keeps serving when an early renewal fails, and tries again', async () => {
    const { session, state } = world({ lifeSeconds: 600 });
    await session.token();
    state.now = 500_000;
    state.tokenStatus = 503;
    expect(await session.token()).toBe('token-1');
    await new Promise((resolve) => setTimeout(resolve));
    state.tokenStatus = 200;
    expect(await session.token()).toBe('token-1');
    await new Promise((resolve) => setTimeout(resolve));
    expect(await session.token()).toBe('token-2');
  });

  it('replaces a refused token once, however many widgets saw the refusal', async () => {
    const { session, state } = world();
    const refused = await session.token();
    const replaced = await Promise.all([session.replace(refused), session.replace(refused)]);
    expect(replaced).toEqual(['token-2', 'token-2']);
    expect(await session.replace(refused)).toBe('token-2');
    expect(state.minted).toBe(2);
  });

  it('tells once of each token that took the place of a refused one, and of no other', async () => {
    const { session, state } = world();
    const first = await session.token();
    expect(state.replaced).toBe(0);
    await Promise.all([session.replace(first), session.replace(first)]);
    await session.replace(first);
    expect(state.replaced).toBe(1);
    await session.replace('token-2');
    expect(state.replaced).toBe(2);
    state.now = 600_000;
    await session.token();
    expect(state).toMatchObject({ minted: 4, replaced: 2 });
  });

  it.each([
    [400, 'expired'],
    [401, 'expired'],
    [503, 'failed'],
  ])('takes an exchange answered %i for %s', async (status, kind) => {
    const { session, state } = world();
    state.tokenStatus = status;
    expect(await kindOf(session.token())).toBe(kind);
  });
});

describe('the client', () => {
  it('retries a 401 once with a fresh token', async () => {
    const { client, state } = world({ good: (token) => token === 'token-2' });
    expect(await client.session()).toEqual({ bearer: 'token-2' });
    expect(state.minted).toBe(2);
  });

  it('gives up at the second 401', async () => {
    const { client, sent, state } = world({ good: () => false });
    expect(await kindOf(client.session())).toBe('expired');
    expect(state.minted).toBe(2);
    expect(sent.filter(({ url }) => url.endsWith('/v1/session'))).toHaveLength(2);
  });

  it('asks once for a dashboard that several widgets ask for at the same time, and anew later', async () => {
    const { client, sent } = world();
    const boards = () => sent.filter(({ url }) => url.includes('/v1/dashboards/')).length;
    await Promise.all([1, 2, 3].map(() => client.dashboard('team_progress', [])));
    expect(boards()).toBe(1);
    await client.dashboard('team_progress', []);
    expect(boards()).toBe(2);
    const filters = [{ column: 'branch', op: 'equals', value: 'North' }] as const;
    await Promise.all([client.dashboard('team_progress', filters), client.dashboard('other', [])]);
    expect(boards()).toBe(4);
  });

  const hostileIds = [
    '//evil.example/x',
    'https://evil.example',
    '../../../x',
    '\\\\evil.example',
    '@evil.example',
  ];
  it.each(hostileIds)('T-62 sends nothing to another origin for the id %s', async (id) => {
    const { client, sent } = world();
    await Promise.all([
      client.report(id),
      client.rows(id, {}, { limit: 50, cursor: id }),
      client.facets(id, id, {}, id),
      client.dashboard(id, []),
      client.exportManifest(id),
    ]);
    expect(sent.length).toBeGreaterThan(5);
    expect(new Set(sent.map(({ url }) => new URL(url).origin))).toEqual(new Set([origin]));
  });

  it('T-63 keeps the token out of addresses, cookies and referrers, and never follows a redirect', async () => {
    const { client, sent } = world();
    await client.rows('enrollments', { q: 'anna' }, { limit: 50, cursor: null });
    expect(sent.map(({ url }) => url).join()).not.toContain('token-1');
    for (const { init } of sent) {
      expect(init).toMatchObject({
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
      });
    }
    expect(new Headers(sent.at(-1)?.init.headers).get('authorization')).toBe('Bearer token-1');
  });

  it('T-59 leaves no option of a request to a polluted prototype', async () => {
    const { client, sent } = world();
    const polluted = {
      body: 'stolen',
      redirect: 'follow',
      window: null,
      integrity: 'x',
      keepalive: true,
    };
    Object.assign(Object.prototype, polluted);
    try {
      await client.session();
    } finally {
      for (const key of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, key);
    }
    const init = sent.at(-1)?.init ?? {};
    expect(Object.getPrototypeOf(init)).toBeNull();
    expect(init).toMatchObject({ method: 'GET', body: null, redirect: 'error' });
    expect(Reflect.get(init, 'keepalive')).toBeUndefined();
  });

  it('puts the question, limit and cursor where the API reads them', async () => {
    const { client, sent } = world();
    await client.rows('enrollments', { q: 'å & b' }, { limit: 25, cursor: 'c=1' });
    const address = new URL(sent.at(-1)?.url ?? '');
    expect(address.pathname).toBe('/v1/reports/enrollments/rows');
    expect(Object.fromEntries(address.searchParams)).toEqual({
      question: '{"q":"å & b"}',
      limit: '25',
      cursor: 'c=1',
    });
  });

  it('calls a lost network offline, and an abort an abort', async () => {
    const { session } = world();
    const client = createClient({
      origin,
      session,
      fetch: async (_url, init) => {
        init.signal?.throwIfAborted();
        throw new TypeError('Failed to fetch');
      },
    });
    expect(await kindOf(client.session())).toBe('offline');
    const gone = new AbortController();
    gone.abort();
    expect(await kindOf(client.session(gone.signal))).toBe(gone.signal.reason);
  });

  const manifest = {
    id: 'e1',
    report: 'enrollments',
    format: 'csv',
    filename: 'e.csv',
    status: 'ready',
    created_at: '',
    expires_at: '',
    rows_expected: 1,
    rows_written: 0,
    bytes: null,
    sha256: null,
  } as const;
  it.each([
    ['/v1/downloads/e1?sig=x', `${origin}/v1/downloads/e1?sig=x`],
    [`${origin}/v1/downloads/e1`, `${origin}/v1/downloads/e1`],
    ['https://evil.example/v1/downloads/e1', null],
    ['javascript:alert(1)', null],
    ['//evil.example', null],
    [null, null],
  ])('T-58 opens the download address %s only on its own origin', (url, address) => {
    expect(world().client.downloadUrl({ ...manifest, url })).toBe(address);
  });
});

describe('troubles', () => {
  it.each([
    ['forbidden', 403, 'forbidden'],
    ['origin-refused', 403, 'misconfigured'],
    ['not-found', 404, 'missing'],
    ['bad-cursor', 400, 'stale'],
    ['unknown-column', 400, 'rejected'],
    ['too-many-requests', 429, 'failed'],
    ['internal', 500, 'failed'],
  ])('sorts the problem %s', async (slug, status, kind) => {
    const body = {
      type: `urn:ambit:problem:${slug}`,
      detail: 'why',
      instance: 'urn:ambit:request:1',
    };
    const trouble = await troubleOf(Response.json(body, { status }));
    expect(trouble).toMatchObject({ kind, detail: 'why', instance: 'urn:ambit:request:1' });
  });

  it.each(['<html>', 'null', '[]', '{"type":7}'])(
    'reads the odd body %s by its status',
    async (body) => {
      expect((await troubleOf(new Response(body, { status: 401 }))).kind).toBe('expired');
      expect((await troubleOf(new Response(body, { status: 502 }))).kind).toBe('failed');
    },
  );
});

describe('the assertion', () => {
  const page = 'https://portal.example/team';
  const answering =
    (body: string, status = 200): Fetch =>
    async () =>
      new Response(body, { status });

  it.each(['a.b.c', ' a.b.c\n', '{"assertion":"a.b.c"}'])('reads %j', async (body) => {
    expect(await assertionFrom('/ambit/assertion', page, answering(body))()).toBe('a.b.c');
  });

  it.each(['', '<html>', '{"assertion":1}', '{"__proto__":{"assertion":"a.b.c"}}', '{', 'a.b'])(
    'refuses %j',
    async (body) => {
      expect(await kindOf(assertionFrom('/ambit/assertion', page, answering(body))())).toBe(
        'misconfigured',
      );
    },
  );

  it.each(['https://evil.example/a', '//evil.example/a', 'http://portal.example/a'])(
    'T-62 refuses the foreign address %s',
    (address) => {
      expect(() => assertionFrom(address, page, answering('a.b.c'))).toThrow(Trouble);
    },
  );

  it('asks its own origin with the portal’s cookies', async () => {
    const sent: Sent[] = [];
    await assertionFrom('ambit', page, async (url, init) => {
      sent.push({ url, init });
      return new Response('a.b.c');
    })();
    expect(sent[0]?.url).toBe('https://portal.example/ambit');
    expect(sent[0]?.init).toMatchObject({ credentials: 'same-origin', cache: 'no-store' });
  });

  it('takes a portal that knows no user any more for expired', async () => {
    expect(await kindOf(assertionFrom('/a', page, answering('', 401))())).toBe('expired');
  });

  it('checks what a host’s own function answers', () => {
    expect(checkedAssertion('a.b.c')).toBe('a.b.c');
    expect(() => checkedAssertion({ toString: () => 'a.b.c' })).toThrow(Trouble);
  });
});
