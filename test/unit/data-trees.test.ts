/** The closure tables agree with the trees after whatever was done to them, and no tree becomes a ring. */

import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import {
  branchClosure,
  branches,
  categories,
  categoryClosure,
} from '../../server/data/schema/index.ts';
import { fold } from '../../shared/fold.ts';
import { openMemory } from '../world/open.ts';

let database: Database;
beforeAll(async () => {
  database = await openMemory();
});
afterAll(() => database.close());

type Parents = Map<string, string | null>;

/** A node with all above it, itself included. */
function lineage(parents: Parents, key: string): string[] {
  const parent = parents.get(key) ?? null;
  return parent === null ? [key] : [key, ...lineage(parents, parent)];
}

const closureOf = (parents: Parents): string[] =>
  [...parents.keys()].flatMap((key) => lineage(parents, key).map((above) => `${above} > ${key}`));

/** Numbers choose nodes among those that are there, so that every sequence can be carried out. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('add'), node: fc.nat(), under: fc.nat() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('move'), node: fc.nat(), under: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('delete'), node: fc.nat(), under: fc.nat() }),
  },
);

describe.each([
  ['branches', branches, branchClosure],
  ['categories', categories, categoryClosure],
] as const)('the tree of %s', (_, tree, closure) => {
  const stored = async (): Promise<string[]> => {
    const nodes = await database.orm.select({ id: tree.id, key: tree.key }).from(tree);
    const rows = await database.orm.select().from(closure);
    const key = (id: number) => nodes.find((node) => node.id === id)?.key ?? `lost ${id}`;
    return rows.map((row) => `${key(row.ancestorId)} > ${key(row.descendantId)}`);
  };
  const idOf = async (key: string): Promise<number> => {
    const [row] = await database.orm.select({ id: tree.id }).from(tree).where(eq(tree.key, key));
    return row?.id ?? 0;
  };
  const move = async (key: string, parent: string | null) =>
    database.orm
      .update(tree)
      .set({ parentId: parent === null ? null : await idOf(parent) })
      .where(eq(tree.key, key))
      .run();
  const add = async (key: string, parent: string | null) =>
    database.orm
      .insert(tree)
      .values({
        key,
        name: key,
        nameKey: fold(key),
        parentId: parent === null ? null : await idOf(parent),
      })
      .run();
  /** One in four goes to the top. */
  const chosen = (keys: string[], number: number) =>
    number % 4 === 0 ? null : (keys[number % keys.length] ?? null);

  /** Does the step to both; answers whether the database took it. */
  async function take(
    parents: Parents,
    { do: what, node, under }: { do: string; node: number; under: number },
  ) {
    const keys = [...parents.keys()];
    const key = keys[node % keys.length];
    const parent = chosen(keys, under);
    if (what === 'add' || key === undefined) {
      const fresh = `n${keys.length}-${node}`;
      if (parents.has(fresh)) return;
      await add(fresh, parent);
      parents.set(fresh, parent);
    } else if (what === 'delete') {
      await database.orm.delete(tree).where(eq(tree.key, key)).run();
      parents.delete(key);
      for (const [child, above] of parents) if (above === key) parents.set(child, null);
    } else if (parent !== null && lineage(parents, parent).includes(key)) {
      await expect(move(key, parent)).rejects.toThrow();
    } else {
      await move(key, parent);
      parents.set(key, parent);
    }
  }

  it('T-19 has its closure right after any moves, and refuses rings', async () => {
    const sequences = fc.array(step, { minLength: 5, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(sequences, async (steps) => {
        await database.orm.delete(tree).run();
        const parents: Parents = new Map();
        for (const one of steps) await take(parents, one);
        expect((await stored()).sort()).toEqual(closureOf(parents).sort());
      }),
      { numRuns: 60 },
    );
  });

  it('refuses a node as its own parent, and below its own child', async () => {
    await database.orm.delete(tree).run();
    await add('top', null);
    await add('middle', 'top');
    await add('leaf', 'middle');
    const before = await stored();
    await expect(move('top', 'top')).rejects.toThrow();
    await expect(move('top', 'leaf')).rejects.toThrow();
    expect(await stored()).toEqual(before);
    await move('leaf', 'top');
    expect((await stored()).sort()).toEqual(
      ['leaf > leaf', 'middle > middle', 'top > leaf', 'top > middle', 'top > top'].sort(),
    );
  });

  it('bears a chain of a thousand, and its move', async () => {
    await database.orm.delete(tree).run();
    await add('n0', null);
    for (let depth = 1; depth < 1000; depth += 1) await add(`n${depth}`, `n${depth - 1}`);
    const rows = await database.orm.select().from(closure);
    expect(rows).toHaveLength((1000 * 1001) / 2);
    await add('other', null);
    await move('n500', 'other');
    const below = await database.orm
      .select()
      .from(closure)
      .where(eq(closure.ancestorId, await idOf('other')));
    expect(below).toHaveLength(501);
    await database.orm.delete(tree).run();
  }, 60_000);
});
