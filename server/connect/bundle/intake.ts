/** Turns a file's records into statements that fill its staging tables: header first, then rows in chunks. */
import type { SQL } from 'drizzle-orm';
import { type Chunk, createChunk } from './chunk.ts';
import type { CellValue, Kind } from './column.ts';
import { type Header, type KnownFields, readHeader } from './header.ts';
import { kindNamed } from './kinds.ts';
import { type RowSink, rowReader } from './row.ts';
import { createStaging, fillStaging, type StagedKind } from './staging.ts';

export interface Intake {
  record(cells: readonly string[], line: number): void;
  /** The statements that have become ready since the last call. */
  takeStatements(): SQL[];
  /** Makes statements of what is left. */
  finish(): void;
  readonly rows: number;
  readonly staged: readonly StagedKind[];
  /** `none` before the first record, `refused` where it was no header of this kind. */
  readonly header: 'none' | 'refused' | 'taken';
}

/** A staging table being filled. */
interface Tray {
  readonly staged: StagedKind;
  readonly chunk: Chunk;
}

/** @param fields ids of the additional fields, for the kind whose file carries their values. */
export function createIntake(
  kind: Kind,
  fields: KnownFields | undefined,
  refuse: RowSink['refuse'],
): Intake {
  const statements: SQL[] = [];
  let trays: Tray[] = [];
  let rows = 0;
  let header: Intake['header'] = 'none';

  const empty = ({ staged, chunk }: Tray) => statements.push(fillStaging(staged, chunk.take()));
  const put = (tray: Tray | undefined, values: readonly CellValue[]) => {
    if (!tray) return;
    tray.chunk.add(values);
    if (tray.chunk.full) empty(tray);
  };
  const sink: RowSink = {
    row(values) {
      rows++;
      put(trays[0], values);
    },
    field: (values) => put(trays[1], values),
    refuse,
  };
  let record = (cells: readonly string[], line: number) => {
    const read = readHeader(kind, cells, fields, (column, reason) => refuse(line, column, reason));
    header = read ? 'taken' : 'refused';
    // Without a header no row has a meaning, so the rest is passed over.
    record = read ? rowReader(kind, read, sink) : () => {};
    if (!read) return;
    trays = stagedBy(kind, read).map((staged) => ({ staged, chunk: createChunk() }));
    statements.push(...trays.map(({ staged }) => createStaging(staged)));
  };
  return {
    record: (cells, line) => record(cells, line),
    takeStatements: () => statements.splice(0),
    finish: () => trays.filter(({ chunk }) => !chunk.empty).forEach(empty),
    get rows() {
      return rows;
    },
    get staged() {
      return trays.map(({ staged }) => staged);
    },
    get header() {
      return header;
    },
  };
}

/** The file's own kind with the columns of its header, and additional fields where the header has any. */
function stagedBy(kind: Kind, header: Header): StagedKind[] {
  const own: StagedKind = { kind, columns: header.columns, derived: kind.derived };
  if (!header.slots.some((slot) => 'field' in slot)) return [own];
  const values = kindNamed('user_field_values');
  return [own, { kind: values, columns: values.columns, derived: values.derived }];
}
