/** Two imports at once: the second is refused while the first is alive, and never do their rows mix. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ImportOptions, importBundle } from '../../server/connect/bundle/import-bundle.ts';
import type { Database } from '../../server/data/database.ts';
import { Refusal } from '../../shared/refusal.ts';
import { contentOf, emptyDatabase, importFiles, rowOf, tablesOf } from '../unit/import-world.ts';

let database: Database;
beforeEach(async () => {
  database = await emptyDatabase();
});
afterEach(() => database.close());

/** An import that has staged one person and waits for the rest of its file. */
function slowImport(options: Partial<ImportOptions> = {}) {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const { promise: waiting, resolve: reached } = Promise.withResolvers<void>();
  const text = (part: string) => new TextEncoder().encode(part);
  let part = 0;
  const stream = () =>
    new ReadableStream<Uint8Array>({
      async pull(controller) {
        part++;
        if (part === 1) controller.enqueue(text('id,username\nu1,first\n'));
        if (part === 2) {
          reached();
          await gate;
          controller.enqueue(text('u2,last\n'));
        }
        if (part === 3) controller.close();
      },
    });
  const result = importBundle(database, new Map([['users.csv', stream]]), {
    actor: { kind: 'operator', name: 'slow' },
    nowSeconds: 0,
    ...options,
  });
  return { result, waiting, open };
}

const other = { 'users.csv': 'id,username\nu9,other\n' };
const usernames = () => rowOf(database, 'SELECT group_concat(username) FROM users');

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Refusal);
  return error as Refusal;
}

describe('a second import', () => {
  it('is refused while the first is at work, and the first completes', async () => {
    const first = slowImport();
    await first.waiting;
    expect(await refusalOf(importFiles(database, other))).toMatchObject({
      slug: 'conflict',
      message: expect.stringContaining('Another import is at work'),
    });
    first.open();
    expect((await first.result).applied).toBe(true);
    expect(await usernames()).toEqual(['first,last']);
    expect((await importFiles(database, other)).applied).toBe(true);
  });

  it('takes the place of one that shows no sign of life, which then writes nothing', async () => {
    const first = slowImport();
    const refused = refusalOf(first.result);
    await first.waiting;
    expect((await importFiles(database, other, { idleSeconds: 0 })).applied).toBe(true);
    first.open();
    expect(await refused).toMatchObject({ slug: 'conflict' });
    expect(await usernames()).toEqual(['other']);
    expect((await tablesOf(database)).filter((name) => name.startsWith('import_'))).toEqual([]);
  });

  it('whose place is taken does not clear away what the other has staged', async () => {
    const first = slowImport();
    const refused = refusalOf(first.result);
    await first.waiting;
    const second = slowImport({ idleSeconds: 0 });
    await second.waiting;
    first.open();
    await refused;
    second.open();
    expect((await second.result).applied).toBe(true);
    expect(await rowOf(database, 'SELECT count(*) FROM audit_events')).toEqual([1]);
  });
});

describe('an import that is called off', () => {
  it('changes nothing, leaves nothing, and lets the next one in at once', async () => {
    const before = await contentOf(database);
    const control = new AbortController();
    const first = slowImport({ signal: control.signal });
    const ended = first.result.catch((error: unknown) => error);
    await first.waiting;
    control.abort(new Error('enough'));
    first.open();
    expect(await ended).toMatchObject({ message: 'enough' });
    expect(await contentOf(database)).toEqual(before);
    expect((await importFiles(database, other)).applied).toBe(true);
  });
});

describe('an actor without a name', () => {
  it('may not import', async () => {
    const actor = { kind: 'operator', name: ' ' } as const;
    expect(await refusalOf(importFiles(database, other, { actor }))).toMatchObject({
      slug: 'forbidden',
    });
    expect(await usernames()).toEqual([null]);
  });
});
