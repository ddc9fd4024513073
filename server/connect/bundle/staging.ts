/** Staging tables: made from the columns that a file brings, filled chunk by chunk, each chunk one parameter. */
import { type SQL, sql } from 'drizzle-orm';
import { affinities, type Column, type Derived, type Kind } from './column.ts';
import { stagingTable } from './desk.ts';

/** A kind as far as this bundle brings it: with the columns of its header. */
export interface StagedKind {
  readonly kind: Kind;
  readonly columns: readonly Column[];
  readonly derived?: Derived | undefined;
}

/** The columns of a staging table after `line`, in the order in which chunks bring them. */
function stagedColumns({ columns, derived }: StagedKind): { name: string; affinity: string }[] {
  return [
    ...columns.map(({ name, type }) => ({ name, affinity: affinities[type] })),
    ...(derived?.targets ?? []).map((name) => ({ name, affinity: 'TEXT' })),
  ];
}

export function createStaging(staged: StagedKind): SQL {
  const columns = stagedColumns(staged).map(({ name, affinity }) => `, "${name}" ${affinity}`);
  const table = stagingTable(staged.kind.name);
  return sql.raw(`CREATE TABLE "${table}" (line INTEGER NOT NULL${columns.join('')})`);
}

/**
 * Each row is parsed once, into JSONB, and its values are taken from that: half the time of taking them from text.
 * @param rows JSON: an array of `[line, ...cells, ...derived]`.
 */
export function fillStaging(staged: StagedKind, rows: string): SQL {
  const places = [0, ...stagedColumns(staged).map((_, at) => at + 1)];
  const values = places.map((place) => `r ->> ${place}`).join(', ');
  const table = stagingTable(staged.kind.name);
  return sql`WITH parsed AS MATERIALIZED (SELECT jsonb(value) AS r FROM json_each(${rows}))
    ${sql.raw(`INSERT INTO "${table}" SELECT ${values} FROM parsed`)}`;
}

/** What rows are found by: for rows that others refer to, and for rows that are compared with the whole table. */
export function indexStaging({ kind }: StagedKind): SQL {
  const table = stagingTable(kind.name);
  const key = kind.key.map((name) => `"${name}"`).join(', ');
  return sql.raw(`CREATE INDEX "${table}_by_key" ON "${table}" (${key})`);
}
