/** Whatever changes shows in the very next answer: random changes of every kind between requests, each held against the oracle. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { siteOrigins } from '../../server/data/schema/index.ts';
import { createApp } from '../../server/http/app.ts';
import { startNodeDigest } from '../../server/runtime/node-digest.ts';
import { signAssertion } from '../../server/token/host.ts';
import { ensureSigningKeys } from '../../server/token/key-rotation.ts';
import { createSiteKey } from '../../server/token/site-keys.ts';
import type { Dashboard } from '../../shared/wire/dashboard.ts';
import type { ExportManifest } from '../../shared/wire/export.ts';
import type { Facets, Rows } from '../../shared/wire/report.ts';
import type { Session, TokenAnswer } from '../../shared/wire/session.ts';
import type { Change, Step } from '../property/change.ts';
import { authorityChanges } from '../property/change-authority.ts';
import { catalogChanges } from '../property/change-catalogs.ts';
import { delegationChanges } from '../property/change-delegation.ts';
import { learningChanges } from '../property/change-learning.ts';
import { peopleChanges } from '../property/change-people.ts';
import { ruleChanges } from '../property/change-rules.ts';
import { permissions, visible } from '../reference/oracle.ts';
import type { World } from '../reference/world.ts';
import { noon } from '../world/border-scope.ts';
import { loadWorld } from '../world/load.ts';
import { openMemory } from '../world/open.ts';
import { type Random, seededRandom } from '../world/random.ts';
import { treeWorld } from '../world/tree-world.ts';
import { settings } from './stage.ts';

const histories = Number(process.env.AMBIT_HISTORIES ?? 4);
const changesEach = 25;
const seed = Number(process.env.AMBIT_SEED ?? Date.now() % 1_000_000_000);

/** What shuts people out altogether is made more often: it shows soonest. */
const changes: readonly (readonly [string, Change])[] = Object.entries({
  ...peopleChanges,
  ...learningChanges,
  ...authorityChanges,
  ...catalogChanges,
  ...ruleChanges,
  ...delegationChanges,
}).flatMap((entry) => (/^(toggle|changeLevel)/.test(entry[0]) ? [entry, entry, entry] : [entry]));

interface Portal {
  readonly site: string;
  readonly origin: string;
  key: { readonly kid: string; readonly secret: string };
}

/** A supervisor's page: it keeps its token and its answers for as long as the server lets it. */
interface Page {
  readonly portal: Portal;
  readonly powerUser: string;
  token: string | null;
  /** By address: the tag and the body of the last answer. */
  readonly kept: Map<string, { readonly tag: string; readonly body: unknown }>;
}

interface Tally {
  told: number;
  unchanged: number;
  renewed: number;
  refused: number;
}

describe(`${histories} histories of ${changesEach} changes between requests, from seed ${seed}`, () => {
  let database: Database;
  let app: ReturnType<typeof createApp>;
  beforeAll(async () => {
    database = await openMemory();
    await ensureSigningKeys(database, settings, noon);
    // One app for all of it, so that whatever it keeps is as warm as can be.
    app = createApp({
      ...{ database, settings, startDigest: startNodeDigest },
      now: () => noon * 1000,
      log: () => undefined,
    });
  });
  afterAll(() => database.close());

  async function newKey(site: string): Promise<Portal['key']> {
    const made = await createSiteKey(database, settings, {
      siteId: site,
      alg: 'HS256',
      nowSeconds: noon,
    });
    await database.write([
      sql`UPDATE site_keys SET revoked_at = ${noon} WHERE site_id = ${site}`,
      made.statement,
    ]);
    return { kid: made.id, secret: made.secret ?? '' };
  }

  const send = async (page: Page, path: string, init: RequestInit = {}): Promise<Response> =>
    app.fetch(
      new Request(settings.issuer + path, {
        ...init,
        headers: {
          ...{ Origin: page.portal.origin, Authorization: `Bearer ${page.token}` },
          ...init.headers,
        },
      }),
    );

  /** Trades a new assertion; null where the server refuses. */
  async function signIn({ portal, powerUser }: Page): Promise<string | null> {
    const assertion = await signAssertion({
      ...{ site: portal.site, username: powerUser, key: portal.key },
      ...{ audience: settings.issuer, nowSeconds: noon },
    });
    const form = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: assertion,
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    });
    const headers = { Origin: portal.origin };
    const request = { method: 'POST', headers, body: form };
    const answer = await app.fetch(new Request(`${settings.issuer}/v1/token`, request));
    return answer.status === 200 ? ((await answer.json()) as TokenAnswer).access_token : null;
  }

  /** As a browser asks that keeps what it has: a 304 stands for the answer that it names. */
  async function read<T>(page: Page, path: string, tally: Tally): Promise<T | number> {
    const kept = page.kept.get(path);
    const headers: Record<string, string> = kept ? { 'If-None-Match': kept.tag } : {};
    const answer = await send(page, path, { headers });
    if (answer.status === 304 && kept) {
      tally.unchanged += 1;
      return kept.body as T;
    }
    if (answer.status !== 200) {
      await answer.text();
      return answer.status;
    }
    const body = (await answer.json()) as T;
    const tag = answer.headers.get('ETag');
    if (tag) page.kept.set(path, { tag, body });
    return body;
  }

  const question = (columns: readonly string[]) =>
    `question=${encodeURIComponent(JSON.stringify({ columns }))}&limit=200`;

  /** Everything that a page can see of it, against the oracle's view of this moment. */
  async function compare(page: Page, world: World, tally: Tally, message: string): Promise<void> {
    const asker = { powerUser: page.powerUser, site: page.portal.site, now: noon };
    const right = permissions(world, asker);
    const seen = visible(world, asker);
    const user = world.users.find(({ key }) => key === page.powerUser);
    const portal = world.sites.find(({ id }) => id === page.portal.site);
    const ended = (user?.expires ?? Number.POSITIVE_INFINITY) <= noon;
    const stands = user?.level === 'power_user' && user.status === 'active' && !ended;
    const admitted = stands && portal?.active === true;
    let session = page.token === null ? 401 : await read<Session>(page, '/v1/session', tally);
    // 403 of a page whose only site is off: its origin is nobody's then.
    if (session === 401 || session === 403) {
      page.token = await signIn(page);
      tally.renewed += 1;
      expect(page.token !== null, message).toBe(admitted);
      if (page.token === null) {
        tally.refused += 1;
        return;
      }
      session = await read<Session>(page, '/v1/session', tally);
    }
    expect(admitted, message).toBe(true);
    if (typeof session === 'number') throw new Error(`${message}: session ${session}`);
    expect([...session.permissions].sort(), message).toEqual([...right].sort());

    const report = '/v1/reports/enrollments';
    const rows = await read<Rows>(
      page,
      `${report}/rows?${question(['user_id', 'course_id'])}`,
      tally,
    );
    if (!right.has('reports.view')) {
      expect(rows, message).toBe(404);
      return;
    }
    if (typeof rows === 'number') throw new Error(`${message}: rows ${rows}`);
    const pairs = rows.rows.map((row) => JSON.stringify([row.user_id, row.course_id])).sort();
    expect(pairs, message).toEqual(seen.enrollments.map((pair) => JSON.stringify(pair)).sort());
    expect(rows.total, message).toBe(seen.enrollments.length);

    const learners = await read<Rows>(page, `/v1/reports/learners/rows?limit=200`, tally);
    if (typeof learners !== 'number') expect(learners.total, message).toBe(seen.learners.length);
    const facets = await read<Facets>(page, `${report}/facets/status`, tally);
    if (typeof facets === 'number') throw new Error(`${message}: facets ${facets}`);
    const counted = facets.values.reduce((sum, { count }) => sum + count, 0);
    expect(counted, message).toBe(seen.enrollments.length);

    const board = await read<Dashboard>(page, '/v1/dashboards/team_progress', tally);
    expect(typeof board === 'number', message).toBe(!right.has('insights.view'));
    if (typeof board !== 'number') {
      const split = board.tiles.find(({ id }) => id === 'status_split');
      const values = split?.kind === 'donut' ? (split.series[0]?.values ?? []) : [];
      const sum = values.reduce((total: number, value) => total + (value ?? 0), 0);
      expect(sum, message).toBe(seen.enrollments.length);
    }

    await database.write([sql`DELETE FROM export_jobs`]);
    const asked = await send(page, '/v1/exports', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ report: 'enrollments' }),
    });
    expect(asked.status, message).toBe(right.has('reports.export') ? 201 : 403);
    const manifest = (await asked.json()) as ExportManifest;
    if (asked.status === 201) expect(manifest.rows_expected, message).toBe(seen.enrollments.length);
    tally.told += 1;
  }

  function nextStep(world: World, random: Random): Step {
    for (;;) {
      const [, change] = random.pick(changes);
      const step = change(world, random, database.orm);
      if (step) return step;
    }
  }

  async function history(worldSeed: number, tally: Tally): Promise<void> {
    const random = seededRandom(worldSeed);
    let world = treeWorld(random);
    await loadWorld(database, world);
    await database.write([sql`DELETE FROM site_keys`, sql`DELETE FROM site_origins`]);
    const portals: Portal[] = [];
    for (const [place, site] of ['open', "o'site"].entries()) {
      const origin = `https://portal-${place}.example`;
      await database.orm.insert(siteOrigins).values({ siteId: site, origin });
      portals.push({ site, origin, key: await newKey(site) });
    }
    const pages = world.users
      .slice(0, 3)
      .flatMap(({ key: powerUser }) =>
        portals.map((portal): Page => ({ portal, powerUser, token: null, kept: new Map() })),
      );
    const log: string[] = [];
    for (let change = 0; change < changesEach; change += 1) {
      const portal = random.chance(0.1) ? random.pick(portals) : null;
      if (portal) {
        portal.key = await newKey(portal.site);
        log.push(`gives ${portal.site} another key`);
      } else {
        const step = nextStep(world, random);
        log.push(step.told);
        const failed = await database.write(step.writes).then(
          () => false,
          () => true,
        );
        expect(failed, log.join('\n')).toBe(step.refused === true);
        world = step.world;
      }
      const message = `AMBIT_HISTORIES=1 AMBIT_SEED=${worldSeed}\n${log.join('\n')}\n`;
      for (const page of pages) {
        const who = `${message}${page.powerUser} at ${page.portal.site}`;
        await compare(page, world, tally, who);
      }
    }
  }

  it('PU-077 PU-078 PU-095 PU-096 T-12 T-18 T-19 T-32 every answer is of this moment, in rows, totals, facets, dashboards, session and exports', async () => {
    const tally: Tally = { told: 0, unchanged: 0, renewed: 0, refused: 0 };
    for (let index = 0; index < histories; index += 1) await history(seed + index, tally);
    // Kept answers were in play, and so were tokens that a change had ended.
    expect(tally.told).toBeGreaterThan(10 * histories);
    expect(tally.unchanged).toBeGreaterThan(0);
    expect(tally.renewed).toBeGreaterThan(histories);
    if (histories >= 4) expect(tally.refused).toBeGreaterThan(0);
  }, 300_000);
});
