/** Real data end to end: what two regions' supervisor reads and takes away, against a second count of the files. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addSiteKey } from '../../server/command/add-site-key.ts';
import { assignDataset } from '../../server/command/assign-dataset.ts';
import { createDataset } from '../../server/command/create-dataset.ts';
import { createProfile } from '../../server/command/create-profile.ts';
import { createSite } from '../../server/command/create-site.ts';
import { grantProfile } from '../../server/command/grant-profile.ts';
import { promotePowerUser } from '../../server/command/promote-power-user.ts';
import { importBundle } from '../../server/connect/bundle/import-bundle.ts';
import type { Database } from '../../server/data/database.ts';
import { personKeys } from '../../server/data/keys.ts';
import { users } from '../../server/data/schema/index.ts';
import { createApp } from '../../server/http/app.ts';
import { openBundleFolder } from '../../server/runtime/bundle-folder.ts';
import { startNodeDigest } from '../../server/runtime/node-digest.ts';
import { openAt } from '../../server/runtime/open.ts';
import { signAssertion } from '../../server/token/host.ts';
import { ensureSigningKeys } from '../../server/token/key-rotation.ts';
import type { ExportManifest } from '../../shared/wire/export.ts';
import type { Facets, Rows } from '../../shared/wire/report.ts';
import { convert } from '../oulad/convert.ts';
import { type Expected, expectedRegistrations } from '../oulad/figures.ts';

const fixture = fileURLToPath(new URL('../oulad/fixture', import.meta.url));
const whole =
  process.env.OULAD_DIR ?? fileURLToPath(new URL('../../../shared/data/oulad', import.meta.url));
const source = existsSync(join(whole, 'studentInfo.csv.gz')) ? whole : fixture;

const origin = 'https://portal.example';
const settings = { issuer: 'https://api.example', secret: 'Vn3k8QpX5tRw2LzY7bHj4MdC9sFgA6uE' };
const nowSeconds = 1_770_000_000;
const occasionOf = (database: Database) => ({
  database,
  actor: { kind: 'operator', name: 'test' } as const,
  nowSeconds,
});

const byPair = (a: Expected, b: Expected) =>
  `${a.user} ${a.course}`.localeCompare(`${b.user} ${b.course}`);

describe(`the registrations of ${source === whole ? 'the whole dataset' : 'the small dataset'}`, () => {
  let folder: string;
  let database: Database;
  let app: ReturnType<typeof createApp>;
  let key: { id: string; secret: string | null };
  let all: Awaited<ReturnType<typeof expectedRegistrations>>;
  /** Two courses of one region and two others of another, the fullest ones. */
  let chosen: { Scotland: string[]; Wales: string[] };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ambit-ou-'));
    await convert(source, join(folder, 'bundle'));
    database = await openAt({ url: `file:${join(folder, 'ou.db')}`, prepare: 'create' });
    const { files } = await openBundleFolder(join(folder, 'bundle'));
    const occasion = occasionOf(database);
    const { findings } = await importBundle(database, files, occasion);
    expect(findings).toEqual([]);
    all = await expectedRegistrations(source);
    const scotland = fullest('Scotland', []);
    chosen = { Scotland: scotland, Wales: fullest('Wales', scotland) };
    await authorize(occasion);
    await ensureSigningKeys(database, settings, nowSeconds);
    app = createApp({
      database,
      settings,
      now: () => nowSeconds * 1000,
      log: () => {},
      startDigest: startNodeDigest,
    });
  }, 120_000);

  afterAll(async () => {
    database?.close();
    await rm(folder, { recursive: true, force: true });
  });

  function fullest(region: string, except: readonly string[]): string[] {
    const counts = new Map<string, number>();
    for (const { region: home, expected } of all) {
      if (home !== region || except.includes(expected.course)) continue;
      counts.set(expected.course, (counts.get(expected.course) ?? 0) + 1);
    }
    return [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 2)
      .map(([course]) => course);
  }

  async function authorize(occasion: ReturnType<typeof occasionOf>): Promise<void> {
    const names = { firstName: 'Una', lastName: 'Reid', username: 'una', email: null };
    await database.orm.insert(users).values({ key: 'una', ...names, ...personKeys(names) });
    await promotePowerUser(occasion, { powerUser: 'una' });
    await createProfile(occasion, {
      name: 'Supervisor',
      permissions: ['reports.view', 'reports.export', 'users.view', 'courses.view'],
    });
    await grantProfile(occasion, { powerUser: 'una', profiles: ['Supervisor'] });
    const everything = { mode: 'all' };
    await createDataset(occasion, {
      name: 'Everything',
      selections: { people: everything, courses: everything, plans: everything },
    });
    for (const [region, courses] of Object.entries(chosen)) {
      await createDataset(occasion, {
        name: region,
        selections: {
          people: { mode: 'subset', items: [{ kind: 'group', key: region.toLowerCase() }] },
          courses: {
            mode: 'subset',
            items: courses.map((course) => ({ kind: 'course', key: course })),
          },
        },
      });
    }
    await createSite(occasion, {
      id: 'ou',
      name: 'Portal',
      origins: [origin],
      ceiling: 'Everything',
    });
    key = await addSiteKey(occasion, settings, { site: 'ou' });
  }

  async function token(): Promise<string> {
    const assertion = await signAssertion({
      site: 'ou',
      key: { kid: key.id, secret: key.secret ?? '' },
      audience: settings.issuer,
      username: 'una',
      nowSeconds,
    });
    const answer = await app.request('/v1/token', {
      method: 'POST',
      headers: { Origin: origin },
      body: new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: assertion,
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      }),
    });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  async function asked<T>(bearer: string, path: string, body?: unknown): Promise<T> {
    const answer = await app.request(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        Origin: origin,
        Authorization: `Bearer ${bearer}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    expect(answer.ok, await answer.clone().text()).toBe(true);
    return (await answer.json()) as T;
  }

  async function screen(bearer: string): Promise<{ rows: Expected[]; last: Rows }> {
    const rows: Expected[] = [];
    let cursor = '';
    for (;;) {
      const page = await asked<Rows>(bearer, `/v1/reports/enrollments/rows?limit=200${cursor}`);
      rows.push(...page.rows.map(toExpected));
      if (page.next_cursor === null) return { rows, last: page };
      cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
    }
  }

  const toExpected = (row: Rows['rows'][number]): Expected => ({
    user: String(row.user_id),
    course: String(row.course_id),
    status: row.status as Expected['status'],
    passed: row.passed as boolean | null,
    progress: row.progress as number,
    score: row.score as number | null,
  });

  const expectedOf = (...regions: (keyof typeof chosen)[]): Expected[] =>
    all
      .filter(({ region, expected }) =>
        regions.some((name) => region === name && chosen[name].includes(expected.course)),
      )
      .map(({ expected }) => expected)
      .sort(byPair);

  /** Figures are told to 15 digits. */
  const rounded = ({ progress, score, ...rest }: Expected) => ({
    ...rest,
    progress: Number(progress.toPrecision(15)),
    score: score === null ? null : Number(score.toPrecision(15)),
  });

  async function agrees(expected: readonly Expected[]): Promise<void> {
    expect(expected.length).toBeGreaterThan(2);
    const bearer = await token();
    const { rows, last } = await screen(bearer);
    expect(rows.toSorted(byPair).map(rounded)).toEqual(expected.map(rounded));
    expect(last.total).toBe(expected.length);
    const mean = expected.reduce((sum, { progress }) => sum + progress, 0) / expected.length;
    expect(last.totals.progress).toBeCloseTo(mean, 8);
    for (const column of ['status', 'course_name'] as const) {
      const facets = await asked<Facets>(bearer, `/v1/reports/enrollments/facets/${column}`);
      const sum = facets.values.reduce((total, { count }) => total + count, 0);
      expect(sum).toBe(expected.length);
    }
    const status = await asked<Facets>(bearer, '/v1/reports/enrollments/facets/status');
    expect(Object.fromEntries(status.values.map(({ value, count }) => [value, count]))).toEqual(
      Object.fromEntries(
        Map.groupBy(expected, (row) => row.status)
          .entries()
          .map(([name, same]) => [name, same.length]),
      ),
    );
    expect(await taken(bearer)).toEqual(rows.map(({ user, course }) => [user, course]));
  }

  /** The exported pairs, in the order of the file. */
  async function taken(bearer: string): Promise<string[][]> {
    const question = { columns: ['user_id', 'course_id'] };
    const manifest = await asked<ExportManifest>(bearer, '/v1/exports', {
      report: 'enrollments',
      question,
      bom: false,
    });
    const file = await app.request(manifest.url ?? '');
    expect(file.status).toBe(200);
    const [, ...rows] = parse(await file.text()) as string[][];
    return rows;
  }

  it('FOR-008 FOR-011 shows one region exactly its own people in its two courses, on screen and in the export', async () => {
    await assignDataset(occasionOf(database), { powerUser: 'una', dataset: 'Scotland' });
    await agrees(expectedOf('Scotland'));
  });

  it('FOR-019 T-17 adds exactly what a second dataset says, and neither region in the other’s courses', async () => {
    await assignDataset(occasionOf(database), { powerUser: 'una', dataset: 'Wales' });
    await agrees(expectedOf('Scotland', 'Wales'));
  });
});
