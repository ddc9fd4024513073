/** Values on their way from storage to the wire: moments are written by the database, which is quick at it. */
import { type SQL, sql } from 'drizzle-orm';
import type { ColumnType } from '../../shared/column-type.ts';
import { secondsPerDay } from '../../shared/time.ts';
import type { Cell } from '../../shared/wire/report.ts';
import type { SqlValue } from '../data/database.ts';
import { integer } from '../data/literal.ts';
import type { ColumnDefinition } from './definition.ts';
import { settle } from './settled.ts';

/** Types that the wire writes in another way than storage. A moment that no calendar has becomes empty. */
const written: Partial<Record<ColumnType, (value: SQL) => SQL>> = {
  time: (value) => sql`strftime('%Y-%m-%dT%H:%M:%SZ', ${value}, 'unixepoch')`,
  day: (value) => sql`date(${value} * ${integer(secondsPerDay)}, 'unixepoch')`,
};

const known = new WeakMap<ColumnDefinition, SQL>();

/** A column's value as `toCell` takes it. */
export function cellSql(column: ColumnDefinition): SQL {
  const found = known.get(column);
  if (found) return found;
  const { sql: text } = settle(written[column.type]?.(column.value) ?? column.value);
  known.set(column, text);
  return text;
}

export function toCell({ type }: Pick<ColumnDefinition, 'type'>, value: SqlValue): Cell {
  if (value === null || value instanceof Uint8Array) return null;
  return type === 'boolean' ? Boolean(value) : value;
}
