/** Finds rows of a tree that would stand above themselves, in the database as the bundle would leave it. */
import { sql } from 'drizzle-orm';
import { type Bundle, isReplaced } from './bundle.ts';
import type { KindName } from './column.ts';
import { toNumber } from './compare.ts';
import { type Desk, stagingTable } from './desk.ts';
import { type Findings, quote } from './finding.ts';
import { fileOf } from './kinds.ts';
import type { StagedKind } from './staging.ts';

/** Trees are the one thing read whole: branches and categories number thousands, not millions. */
export async function findCycles(
  desk: Desk,
  { kind, columns }: StagedKind,
  bundle: Bundle,
  findings: Findings,
): Promise<void> {
  const { tree } = kind;
  if (tree === undefined || !columns.some(({ name }) => name === tree)) return;
  const stored = isReplaced(bundle, kind) ? [] : await storedParents(desk, kind.name);
  const [staged = []] = await desk.read(
    sql.raw(`SELECT id, "${tree}" AS parent, line FROM "${stagingTable(kind.name)}" ORDER BY line`),
  );
  const parents = new Map([...stored, ...staged].map(([id, parent]) => [id, parent]));
  for (const [id, , line] of staged) {
    const way = wayBackTo(String(id), parents);
    if (!way) continue;
    const reason = `stands above itself: ${way.map(quote).join(' under ')}`;
    findings.add({ file: fileOf(kind), line: toNumber(line), column: tree, reason });
  }
}

async function storedParents(desk: Desk, name: KindName) {
  const [rows = []] = await desk.read(
    sql.raw(
      `SELECT c.key AS id, p.key AS parent FROM "${name}" c LEFT JOIN "${name}" p ON p.id = c.parent_id`,
    ),
  );
  return rows;
}

/** The way up from a row to itself, or undefined where it ends at the top or in a ring that the row is not on. */
function wayBackTo(start: string, parents: ReadonlyMap<unknown, unknown>): string[] | undefined {
  const way = [start];
  const seen = new Set(way);
  for (let at = parents.get(start); typeof at === 'string'; at = parents.get(at)) {
    way.push(at);
    if (at === start) return way;
    if (seen.has(at)) return undefined;
    seen.add(at);
  }
  return undefined;
}
