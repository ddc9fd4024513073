/** Finds rows of one file that are the same thing twice: no row may quietly win over another. */
import { sql } from 'drizzle-orm';
import { toNumber } from './compare.ts';
import { type Desk, stagingTable } from './desk.ts';
import { type Findings, listedFindings } from './finding.ts';
import { fileOf } from './kinds.ts';
import type { StagedKind } from './staging.ts';

/** Adds a finding for every row after the first with the same key, or with the same in a unique column. */
export async function findDuplicates(
  desk: Desk,
  { kind, columns }: StagedKind,
  findings: Findings,
): Promise<void> {
  const names = columns.map(({ name }) => name);
  const unique = columns.filter((column) => column.unique).map(({ name }) => [name]);
  for (const set of [kind.key.filter((name) => names.includes(name)), ...unique]) {
    const count = await countRepeated(desk, kind.name, set);
    if (count === 0) continue;
    const told = await listRepeated(desk, kind.name, set);
    const column = set.length === 1 ? (set[0] ?? null) : null;
    const what = set.join(' and ');
    findings.addCounted(
      count,
      told.map(([line, first]) => ({
        file: fileOf(kind),
        line: toNumber(line),
        column,
        reason: `the same ${what} as on line ${first}`,
      })),
    );
  }
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

async function countRepeated(
  desk: Desk,
  name: Parameters<typeof stagingTable>[0],
  columns: readonly string[],
): Promise<number> {
  const groups = `SELECT count(*) AS n FROM "${stagingTable(name)}" GROUP BY ${quoted(columns)} HAVING n > 1`;
  const [[row] = []] = await desk.read(sql.raw(`SELECT sum(n - 1) AS repeated FROM (${groups})`));
  return toNumber(row?.[0]);
}

async function listRepeated(
  desk: Desk,
  name: Parameters<typeof stagingTable>[0],
  columns: readonly string[],
) {
  const first = `min(line) OVER (PARTITION BY ${quoted(columns)})`;
  const [rows = []] = await desk.read(
    sql.raw(
      `SELECT line, first FROM (SELECT line, ${first} AS first FROM "${stagingTable(name)}") WHERE line > first ORDER BY line LIMIT ${listedFindings}`,
    ),
  );
  return rows;
}
