/** Finds rows of one file that are the same thing twice: no row may quietly win over another. */
import { sql } from 'drizzle-orm';
import type { Row } from '../../data/database.ts';
import { toNumber } from './compare.ts';
import { type Desk, stagingTable } from './desk.ts';
import { type Findings, listedFindings } from './finding.ts';
import { fileOf } from './kinds.ts';
import type { StagedKind } from './staging.ts';

/** What no two rows of a kind have in common. */
interface Identity {
  readonly columns: readonly string[];
  /** The rows that are compared, as SQL. */
  readonly among: string;
}

/** Adds a finding for every row after the first with the same key, or with the same in a unique column. */
export async function findDuplicates(
  desk: Desk,
  staged: StagedKind,
  findings: Findings,
): Promise<void> {
  const file = fileOf(staged.kind);
  for (const identity of identitiesOf(staged)) {
    const count = await countRepeated(desk, identity);
    if (count === 0) continue;
    const told = await listRepeated(desk, identity);
    const [only, ...more] = identity.columns;
    const what = identity.columns.join(' and ');
    findings.addCounted(
      count,
      told.map(([line, first]) => ({
        file,
        line: toNumber(line),
        column: more.length === 0 ? (only ?? null) : null,
        reason: `the same ${what} as on line ${first}`,
      })),
    );
  }
}

function identitiesOf({ kind, columns }: StagedKind): Identity[] {
  const table = `"${stagingTable(kind.name)}"`;
  const key = columns.map(({ name }) => name).filter((name) => kind.key.includes(name));
  return [
    { columns: key, among: table },
    // A cell that could not be read is no value, and so not the same as another.
    ...columns
      .filter(({ unique }) => unique)
      .map(({ name }) => ({ columns: [name], among: `${table} WHERE "${name}" IS NOT NULL` })),
  ];
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

async function countRepeated(desk: Desk, { columns, among }: Identity): Promise<number> {
  const groups = `SELECT count(*) AS n FROM ${among} GROUP BY ${quoted(columns)} HAVING n > 1`;
  const [[row] = []] = await desk.read(sql.raw(`SELECT sum(n - 1) AS repeated FROM (${groups})`));
  return toNumber(row?.[0]);
}

async function listRepeated(desk: Desk, { columns, among }: Identity): Promise<readonly Row[]> {
  const first = `min(line) OVER (PARTITION BY ${quoted(columns)}) AS first`;
  const [rows = []] = await desk.read(
    sql.raw(
      `SELECT line, first FROM (SELECT line, ${first} FROM ${among}) WHERE line > first ORDER BY line LIMIT ${listedFindings}`,
    ),
  );
  return rows;
}
