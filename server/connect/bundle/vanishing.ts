/** What a full replacement deletes: the rows that files lack, and what goes with them. Never most of a table unasked (T-57). */
import { sql } from 'drizzle-orm';
import { type Bundle, isReplaced, isStaged } from './bundle.ts';
import { type Column, hasOwnId, type Kind, type KindName, variantTarget } from './column.ts';
import { toNumber } from './compare.ts';
import { type Desk, stagingTable } from './desk.ts';
import type { Findings } from './finding.ts';
import { fileOf, kindNamed, kinds } from './kinds.ts';

/** A smaller table may lose any number of its rows. */
const tableWorthGuarding = 20;

/** Whether the row `t` of the table is missing in the file that replaces it. */
export function missingInFile(kind: Kind): string {
  const match = hasOwnId(kind)
    ? ['s.id = t.key']
    : kind.columns.filter(({ name }) => kind.key.includes(name)).map(sameAsStaged);
  const kept = kind.columns.flatMap((column) =>
    column.reserved ? [`t."${column.target}" <> '${column.reserved}'`] : [],
  );
  const missing = `NOT EXISTS (SELECT 1 FROM "${stagingTable(kind.name)}" s WHERE ${match.join(' AND ')})`;
  return [missing, ...kept].join(' AND ');
}

/** A key column of the row `t`, said as files say it. `IS`, because of variants only one is filled. */
function sameAsStaged({ name, target, references, variant }: Column): string {
  if (!references) return `s."${name}" = t."${target}"`;
  const key = `(SELECT key FROM "${references}" WHERE id = t."${target}")`;
  if (variant === undefined) return `s."${name}" = ${key}`;
  return `s."${name}" IS CASE WHEN t."${variantTarget}" = '${variant}' THEN ${key} END`;
}

/** Whether a row goes when the one that it refers to goes, rather than losing the reference. */
const goesAlong = ({ references, required, fixed, variant }: Column): boolean =>
  references !== undefined && Boolean(required || fixed || variant !== undefined);

/** Whether the row `t` will be deleted, by its own file or along with another row; undefined where none can be. */
function vanishes(kind: Kind, bundle: Bundle): string | undefined {
  const ways = kind.columns.filter(goesAlong).flatMap((column) => {
    const parent = vanishes(kindNamed(column.references as KindName), bundle);
    if (parent === undefined) return [];
    const gone = `t."${column.target}" IN (SELECT t.id FROM "${column.references}" t WHERE ${parent})`;
    return [column.variant ? `(t."${variantTarget}" = '${column.variant}' AND ${gone})` : gone];
  });
  if (isReplaced(bundle, kind)) ways.unshift(`(${missingInFile(kind)})`);
  return ways.length > 0 ? ways.join(' OR ') : undefined;
}

/** Counts what a replacement deletes of each kind, and refuses to lose most of a table without being told to. */
export async function countVanishing(
  desk: Desk,
  bundle: Bundle,
  { allowMassDelete }: { allowMassDelete: boolean },
  findings: Findings,
): Promise<Map<KindName, number>> {
  const counts = new Map<KindName, number>();
  for (const kind of kinds) {
    const condition = vanishes(kind, bundle);
    if (condition === undefined) continue;
    const [[row = []] = []] = await desk.read(
      sql.raw(
        `SELECT count(*) AS all_rows, count(CASE WHEN ${condition} THEN 1 END) AS gone FROM "${kind.name}" t`,
      ),
    );
    const [all = 0, gone = 0] = row.map(toNumber);
    counts.set(kind.name, gone);
    if (!allowMassDelete && all >= tableWorthGuarding && gone * 2 > all) {
      const how = isStaged(bundle, kind.name) ? '' : ', along with what they belong to';
      const reason = `${gone} of the ${all} rows of ${kind.name} would be deleted, more than half${how}; allow a mass deletion if that is meant`;
      findings.add({ file: fileOf(kind), line: null, column: null, reason });
    }
  }
  return counts;
}
