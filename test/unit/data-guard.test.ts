/** A batch is all or nothing, and a guard in it is a condition for all of it. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, guard, isGuardFailure } from '../../server/data/database.ts';
import { groups, guards } from '../../server/data/schema/index.ts';
import { openMemory } from '../world/open.ts';

let database: Database;
beforeAll(async () => {
  database = await openMemory();
});
beforeEach(() => database.write([sql`DELETE FROM groups`]));
afterAll(() => database.close());

const add = (key: string) => database.orm.insert(groups).values({ key, name: key });
const keys = async () => (await database.orm.select().from(groups)).map(({ key }) => key);
const failure = (writing: Promise<unknown>): Promise<unknown> =>
  writing.then(
    () => undefined,
    (error: unknown) => error,
  );
const fewer = (most: number) => guard(sql`(SELECT count(*) FROM groups) < ${most}`);

describe('a guard', () => {
  it('that holds lets the whole batch through, and leaves no trace', async () => {
    await database.write([fewer(1), add('a'), add('b')]);
    expect(await keys()).toEqual(['a', 'b']);
    expect(await database.orm.select().from(guards)).toEqual([]);
  });

  it.each([
    ['first', () => [fewer(0), add('a'), add('b')]],
    ['between', () => [add('a'), fewer(1), add('b')]],
    ['last', () => [add('a'), add('b'), fewer(2)]],
  ])('that fails, %s in its batch, lets nothing through', async (_, batch) => {
    const error = await failure(database.write(batch()));
    expect(isGuardFailure(error)).toBe(true);
    expect(await keys()).toEqual([]);
  });

  it.each([
    ['null', sql`NULL`],
    ['zero', sql`0`],
    ['an empty answer', sql`(SELECT 1 WHERE 0)`],
  ])('fails on %s, which is not true', async (_, condition) => {
    expect(isGuardFailure(await failure(database.write([add('a'), guard(condition)])))).toBe(true);
    expect(await keys()).toEqual([]);
  });

  it('is not blamed for what else goes wrong', async () => {
    const error = await failure(database.write([fewer(9), add('a'), add('a')]));
    expect(error).toBeInstanceOf(Error);
    expect(isGuardFailure(error)).toBe(false);
    expect(await keys()).toEqual([]);
  });

  it('lets one of two through that check the same and write together', async () => {
    const claim = (key: string) => database.write([fewer(1), add(key)]);
    const claims = await Promise.allSettled(['a', 'b', 'c', 'd'].map(claim));
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await keys()).toHaveLength(1);
  });
});
