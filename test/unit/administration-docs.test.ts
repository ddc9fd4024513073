/** Every request that docs/administration.md shows is made as it stands there, in order, on the sample academy. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { routes } from '../../server/http/route-table.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';
import { startNodeDigest } from '../../server/runtime/node-digest.ts';
import { problems } from '../../shared/problem.ts';
import { newJobSchema } from '../../shared/wire/job.ts';
import { openAdministrator } from '../http/administrator.ts';
import { buildStage, type Stage } from '../http/stage.ts';
import { blocksOf, coded, pageAt, sectionOf, tableIn } from './doc-page.ts';

const page = pageAt('docs/administration.md');
const shown = blocksOf(page, 'sh')
  .flatMap((block) => block.split('\n'))
  .filter((line) => line.includes('curl '));

let stage: Stage;
const variables = new Map<string, string>();
beforeAll(async () => {
  const database = openDatabase(await openLibsql(':memory:'));
  await applyMigrations(database);
  stage = await buildStage(database, startNodeDigest);
  variables.set('AMBIT', stage.settings.issuer);
  variables.set('TOKEN', (await openAdministrator(stage)).token);
});
afterAll(() => stage.database.close());

/** Words as a shell takes them: quotes hold spaces together, and double ones let variables through. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, open, closed, plain]) =>
      closed ??
      (open ?? plain ?? '').replaceAll(/\$([A-Z]+)/g, (_, name) => variables.get(name) ?? ''),
  );

/** The options of curl that the page uses. */
function requestOf(words: readonly string[]): Request {
  const headers = new Headers();
  let method = 'GET';
  let url = '';
  let body: string | null = null;
  for (let at = 1; at < words.length; at++) {
    const word = words[at] ?? '';
    const next = () => words[++at] ?? '';
    if (word === '-X') method = next();
    else if (word === '-o' || word === '-w') next();
    else if (word === '-H') headers.append(...(next().split(': ') as [string, string]));
    else if (word === '--json') {
      body = next();
      headers.set('Content-Type', 'application/json');
      if (method === 'GET') method = 'POST';
    } else if (word !== '-s') url = word;
  }
  return new Request(url, { method, headers, body });
}

it.each(shown)('%s', async (line) => {
  const [, variable, inner] = /^([A-Z]+)=\$\((.*)\)$/.exec(line) ?? [];
  const response = await stage.fetch(requestOf(wordsOf(inner ?? line)));
  expect(response.status, await response.clone().text()).toBeLessThan(300);
  if (variable !== undefined) variables.set(variable, response.headers.get('ETag') ?? '');
});

describe('docs/administration.md', () => {
  it('shows requests', () => expect(shown.length).toBeGreaterThan(12));

  it('names addresses that there are', () => {
    const named = tableIn(page, 'address | what it is').flatMap(([cell = '']) => coded(cell));
    const paths = new Set(routes.map(({ path }) => path));
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((path) => !paths.has(path))).toEqual([]);
  });

  it('names every kind of job and every field that it asks for', () => {
    const rows = tableIn(page, 'kind | asks for').map(([kind = '', asks = '']) => [
      coded(kind)[0],
      coded(asks).toSorted(),
    ]);
    const kinds = newJobSchema.options.map(({ shape: { kind, people: _, ...rest } }) => [
      kind.value,
      Object.keys(rest).toSorted(),
    ]);
    expect(rows).toEqual(kinds);
  });

  it('explains statuses that there are', () => {
    const named = tableIn(sectionOf(page, '## Refusals'), 'status | when').map(([status]) =>
      Number(status),
    );
    const known = new Set<number>(Object.values(problems).map(({ status }) => status));
    expect(named.filter((status) => !known.has(status))).toEqual([]);
  });
});
