/** A word planted in each company is searched for in every byte that leaves, whoever asks and whatever they ask. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { companies } from '../../server/data/academy/companies.ts';
import { reports } from '../../server/report/catalogue.ts';
import type { Facets, Report, Rows } from '../../shared/wire/report.ts';
import { canaryOf, codes } from '../http/academy.ts';
import { seenBy } from '../http/academy-world.ts';
import {
  allRows,
  assertionOf,
  chiara,
  ingrid,
  layla,
  openPage,
  type Page,
  requestExport,
  rowsPath,
  supervisors,
  tradeRequest,
  type Who,
} from '../http/portal.ts';
import { questionFor } from '../http/questions.ts';
import { nextHour, originOf, settings } from '../http/stage.ts';
import { seededRandom } from '../world/random.ts';
import { bytesOf, constantOf, type WatchedStage, watchedStage } from './http-world.ts';

let stage: WatchedStage;
beforeAll(async () => {
  stage = await watchedStage();
});
afterAll(() => stage.database.close());
beforeEach(() => nextHour(stage));

const codeOfWho = ({ key }: Who): string => key.slice(0, 3);

/** What must not leave for somebody: the words and the domains of all other companies. */
function strange(who: Who): string[] {
  const own = codeOfWho(who);
  const others = companies.filter(({ code }) => code !== own);
  return others.flatMap(({ code, domain }) => [canaryOf(code), domain, `"${code}-`, `${code}-1`]);
}

/** What must not leave for anybody. */
let secrets: readonly string[];
beforeAll(async () => {
  const [keys = [], sites = []] = await stage.database.read(
    sql`SELECT sealed_private_jwk FROM signing_keys`,
    sql`SELECT sealed_secret FROM site_keys`,
  );
  const sealed = [...keys, ...sites].map(([text]) => String(text));
  secrets = [settings.secret, ...sealed, ...[...stage.keys.values()].map(({ secret }) => secret)];
  expect(Math.min(...secrets.map(({ length }) => length))).toBeGreaterThan(30);
});

function expectClean(bytes: string, who: Who, what: string): void {
  const found = [...strange(who), ...secrets].filter((word) => bytes.includes(word));
  expect(found, what).toEqual([]);
}

/** A cursor is sealed anew each time, so two for one place differ. */
const answerOf = async (response: Response): Promise<string> =>
  (await constantOf(response)).replace(/"next_cursor":"[^"]*"/, '"next_cursor":"sealed"');

/** Everything that a page of theirs could ask of a report, with ids and names of others put into every place. */
function* questionsTo(report: Report, who: Who, foreign: readonly string[]): Generator<string> {
  const least = questionFor(who, report.id);
  for (const desc of [true, false]) {
    for (const { id } of report.columns) {
      yield rowsPath(report.id, { ...least, sort: [{ column: id, desc }] }, { limit: 30 });
    }
  }
  for (const [place, { id }] of report.columns.entries()) {
    yield `/v1/reports/${report.id}/facets/${id}`;
    const value = foreign[place % foreign.length] ?? '';
    const filters = [...(least.filters ?? []), { column: id, op: 'equals' as const, value }];
    yield rowsPath(report.id, { filters }, { limit: 30 });
    yield `/v1/reports/${report.id}/facets/${id}?${new URLSearchParams({ search: value })}`;
  }
  for (const value of foreign) {
    yield rowsPath(report.id, { ...least, q: value });
    yield rowsPath(value, least);
    yield `/v1/reports/${report.id}/facets/${encodeURIComponent(value)}`;
  }
}

describe.each(supervisors.map((who) => [who.username, who] as const))('%s', (_name, who) => {
  let page: Page;
  beforeEach(async () => {
    page = await openPage(stage, who);
  });

  /** Keys and names of people, places and groups of other companies. */
  async function foreignWords(): Promise<string[]> {
    const own = codeOfWho(who);
    const other = codes.find((code) => code !== own) ?? '';
    const [[[key, username, lastName] = []] = [], [[branch] = []] = []] = await stage.database.read(
      sql`SELECT key, username, last_name FROM users WHERE key LIKE ${`${other}-%`} LIMIT 1`,
      sql`SELECT name FROM branches WHERE key LIKE ${`${other}%`} LIMIT 1`,
    );
    return [key, username, lastName, branch].map(String);
  }

  it('T-25 T-27 finds nothing of others in any report, by any order, filter, facet or search', async () => {
    const foreign = await foreignWords();
    let asked = 0;
    for (const id of reports.keys()) {
      const report = await page.read<Report>(`/v1/reports/${id}`);
      expectClean(JSON.stringify(report), who, id);
      for (const path of questionsTo(report, who, foreign)) {
        const response = await page.ask(path);
        asked += 1;
        expect([200, 400, 404], path).toContain(response.status);
        const told = response.ok ? ((await response.clone().json()) as Partial<Rows>) : {};
        const bytes = await bytesOf(response);
        // A refusal may name what was asked for, which is the page's own word.
        const own = response.ok
          ? bytes
          : foreign.reduce((text, word) => text.replaceAll(word, '…'), bytes);
        expectClean(own, who, path);
        if (path.includes('equals') && id !== 'transcript') expect(told.total ?? 0, path).toBe(0);
      }
    }
    expect(asked).toBeGreaterThan(500);
  }, 120_000);

  it('T-25 finds nothing of others on a dashboard, whatever it is narrowed by', async () => {
    const foreign = await foreignWords();
    const columns = ['user_id', 'user_name', 'branch', 'username', 'course_name'];
    expectClean(await bytesOf(await page.ask('/v1/dashboards/team_progress')), who, 'all');
    for (const column of columns) {
      for (const value of foreign) {
        const question = JSON.stringify({ filters: [{ column, op: 'equals', value }] });
        const path = `/v1/dashboards/team_progress?${new URLSearchParams({ question })}`;
        const response = await page.ask(path);
        expect(response.status).toBe(200);
        const told = (await response.json()) as { tiles: { kind: string; rows?: unknown[] }[] };
        // The filter stands in each drill, as the page itself has said it.
        const bytes = JSON.stringify(told).replaceAll(JSON.stringify(value), '"what was asked"');
        expectClean(bytes, who, path);
        for (const tile of told.tiles) if (tile.kind === 'list') expect(tile.rows).toEqual([]);
      }
    }
  });

  it('T-25 T-37 finds nothing of others in a file, its manifest or its name', async () => {
    if (who === layla) return;
    for (const id of reports.keys()) {
      nextHour(stage);
      page = await openPage(stage, who);
      const manifest = await requestExport(page, id, questionFor(who, id));
      const file = await stage.fetch(new Request(manifest.url));
      expectClean(await bytesOf(file), who, id);
      expectClean(await bytesOf(await page.ask(`/v1/exports/${manifest.id}`)), who, id);
    }
  });

  it('T-63 leaves no token, address, name or question in the log, and no token in any answer', async () => {
    const assertion = await assertionOf(stage, who);
    const paths = ['/v1/session', '/v1/reports', rowsPath('learners', { q: 'solberg' }), '/v1/x'];
    const answers: string[] = [];
    for (const path of paths) answers.push(await bytesOf(await page.ask(path)));
    const body = { report: 'learners' };
    const asked = await page.post('/v1/exports', body);
    answers.push(await bytesOf(asked.clone()));
    const { url = '' } = asked.ok ? ((await asked.json()) as { url: string }) : {};
    if (url) await (await stage.fetch(new Request(url))).text();
    await stage.fetch(tradeRequest(stage, `${assertion}x`, originOf(who.site)));
    const log = JSON.stringify(stage.log);
    expect(stage.log.length).toBeGreaterThan(5);
    const [, payload = '', signature = ''] = page.token.split('.');
    const [, claims = '', mark = ''] = assertion.split('.');
    for (const part of [payload, signature, claims, mark]) {
      expect(log).not.toContain(part);
      expect(answers.join()).not.toContain(part);
    }
    const linkMark = url && new URL(url).searchParams.get('signature');
    if (linkMark) expect(log).not.toContain(linkMark);
    for (const word of [who.username, who.key, 'solberg', 'Solberg', '?question', 'learners']) {
      expect(log).not.toContain(word);
    }
    for (const code of codes) expect(log).not.toContain(canaryOf(code));
  });
});

describe('what may not be seen and what is not there', () => {
  it('T-25 answer with the same status, headers and bytes in every place that takes an id or a value', async () => {
    const page = await openPage(stage, chiara);
    const own = await openPage(stage, ingrid);
    const { id: exportId, url } = await requestExport(own, 'learners');
    const seen = seenBy(stage.world, chiara.key, chiara.site, stage.clock.now);
    const hiddenCourse = stage.world.courses.find(({ key }) => !seen.courses.has(key))?.key ?? '';
    const { rows } = await allRows(own, 'enrollments', {}, 200);
    const person = String(rows[0]?.user_id);
    const branch = String(rows[0]?.branch);
    const filtered = (
      report: string,
      column: string,
      op: 'equals' | 'in' | 'contains',
      value: string,
    ) =>
      rowsPath(report, {
        filters: [
          ...(questionFor({ learner: value }, report).filters ?? []),
          { column, op, value: op === 'in' ? [value] : value },
        ],
      });
    /** Somebody or something hidden, beside what nobody ever heard of. */
    const twins: [what: string, path: (id: string) => string, hidden: string, unknown: string][] = [
      ['a person', (id) => filtered('enrollments', 'user_id', 'equals', id), person, 'fjl-9999'],
      ['a person in a list', (id) => filtered('learners', 'user_id', 'in', id), person, 'fjl-9999'],
      [
        'a transcript',
        (id) => rowsPath('transcript', questionFor({ learner: id }, 'transcript')),
        person,
        'fjl-9999',
      ],
      [
        'a course',
        (id) => filtered('enrollments', 'course_id', 'equals', id),
        hiddenCourse,
        '99999',
      ],
      [
        'a course summary',
        (id) => filtered('course_summary', 'course_id', 'equals', id),
        hiddenCourse,
        '99999',
      ],
      ['a branch', (id) => filtered('learners', 'branch', 'equals', id), branch, 'No such branch'],
      [
        'a part of a name',
        (id) => filtered('learners', 'user_name', 'contains', id),
        canaryOf('fjl'),
        canaryOf('xxx'),
      ],
      ['a search', (id) => rowsPath('enrollments', { q: id }), canaryOf('fjl'), canaryOf('xxx')],
      [
        'a facet',
        (id) => `/v1/reports/learners/facets/branch?${new URLSearchParams({ search: id })}`,
        branch.slice(0, 12),
        'No such bran',
      ],
      ['an export', (id) => `/v1/exports/${id}`, exportId, 'x'.repeat(exportId.length)],
      [
        'an invisible field',
        (id) => `/v1/reports/learners/facets/${id}`,
        'field_pay_band',
        'field_pay_bond',
      ],
    ];
    for (const [what, path, hidden, unknown] of twins) {
      const answers = [];
      for (const id of [hidden, unknown]) {
        const response = await page.ask(path(id));
        const tag = response.headers.get('ETag') ?? 'no tag';
        answers.push((await constantOf(response)).replaceAll(tag, 'tag').replaceAll(id, 'it'));
      }
      expect(answers[0], what).toBe(answers[1]);
    }
    // A download of somebody else's id, under one's own signature and without.
    const signed = new URL(url);
    const unsigned = await stage.fetch(new Request(signed.origin + signed.pathname));
    const unknown = await stage.fetch(new Request(`${signed.origin}/v1/downloads/unknown`));
    expect(await constantOf(unsigned)).toBe(await constantOf(unknown));
  });

  it('T-25 and the twin: what is one’s own answers with itself', async () => {
    const page = await openPage(stage, chiara);
    const { rows } = await allRows(page, 'enrollments');
    const value = String(rows[0]?.user_id);
    const filters = [{ column: 'user_id', op: 'equals' as const, value }];
    const { total } = await page.read<Rows>(rowsPath('enrollments', { filters }));
    expect(total).toBe(rows.filter(({ user_id }) => user_id === value).length);
    const facets = await page.read<Facets>('/v1/reports/enrollments/facets/branch');
    expect(facets.values.length).toBeGreaterThan(0);
  });
});

describe('three customers at once', () => {
  it('T-33 two thousand mixed requests each get exactly their own answer', async () => {
    const seed = Date.now() % 1_000_000_000;
    console.log(`seed ${seed}`);
    const random = seededRandom(seed);
    const pages = await Promise.all(supervisors.map((who) => openPage(stage, who)));
    const paths = [
      '/v1/session',
      '/v1/reports/enrollments',
      rowsPath('enrollments', { sort: [{ column: 'user_name', desc: false }] }, { limit: 10 }),
      rowsPath('learners', {}, { limit: 10 }),
      rowsPath('learners', { q: 'a' }, { limit: 5 }),
      '/v1/reports/enrollments/facets/status',
      '/v1/reports/nothing',
    ];
    const right = new Map<string, string>();
    for (const page of pages) {
      for (const path of paths) {
        const bytes = await answerOf(await page.ask(path));
        expectClean(bytes, page.who, path);
        right.set(page.who.site + path, bytes);
      }
    }
    expect(
      new Set([...right].filter(([name]) => name.includes('/rows')).map(([, bytes]) => bytes)).size,
    ).toBe(9);
    const orders = Array.from({ length: 2000 }, () => ({
      page: random.pick(pages),
      path: random.pick(paths),
    }));
    for (let from = 0; from < orders.length; from += 100) {
      await Promise.all(
        orders.slice(from, from + 100).map(async ({ page, path }) => {
          const bytes = await answerOf(await page.ask(path));
          if (bytes !== right.get(page.who.site + path)) {
            throw new Error(`${page.who.username} got another answer to ${path}: ${bytes}`);
          }
        }),
      );
    }
  }, 120_000);

  it('T-33 files that are written at the same time do not mix', async () => {
    const pages = [await openPage(stage, ingrid), await openPage(stage, chiara)];
    const alone = await Promise.all(pages.map(fileOf));
    const together = await Promise.all([...pages, ...pages].map(fileOf));
    expect(together).toEqual([...alone, ...alone]);
    for (const [place, page] of pages.entries()) {
      expectClean(alone[place] ?? '', page.who, 'file');
      expect(alone[place]).toContain(canaryOf(codeOfWho(page.who)));
    }
  });

  const fileOf = async (page: Page): Promise<string> => {
    const { url } = await requestExport(page, 'enrollments');
    return (await stage.fetch(new Request(url))).text();
  };
});
