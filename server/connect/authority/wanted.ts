/** What the authority is to be: the rows that there are, with those of the files in their place. */
import { type AuthorityFile, type AuthorityRow, type FileName, fileNamed, keyOf } from './file.ts';
import { fileOf, files } from './files.ts';
import type { GivenRow, Refuse } from './parse-file.ts';
import type { AuthorityTables } from './read-authority.ts';

export interface WantedRow {
  readonly cells: AuthorityRow;
  /** Of the file; null for a row that no file names. */
  readonly line: number | null;
}

export type Wanted = Readonly<Record<FileName, readonly WantedRow[]>>;
export type Given = ReadonlyMap<FileName, readonly GivenRow[]>;

/** Refuses rows of one file that are the same thing twice: no row may quietly win over another. */
export function refuseRepeated(
  file: AuthorityFile,
  rows: readonly GivenRow[],
  refuse: Refuse,
): void {
  const first = new Map<string, number>();
  for (const { line, cells } of rows) {
    const key = keyOf(file, cells);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, line);
    else refuse(line, null, `the same ${file.key.join(' and ')} as on line ${earlier}`);
  }
}

/**
 * A row takes the place of the one with its key, and keeps that one's cells where its file has no such column. Parts
 * (items, rules, an automation's datasets) come and go with their whole: where the files name it and bring parts of it
 * at all, no other part stays. A file that is `replaced` says all that there is of its kind; sites stay.
 */
export function wantedBy(
  tables: AuthorityTables,
  given: Given,
  replaced: ReadonlySet<FileName>,
): Wanted {
  const merged = files.map((file) => [
    file.name,
    merge(file, tables[file.name], given, replaced.has(file.name) && file.name !== 'sites'),
  ]);
  const wanted = Object.fromEntries(merged) as unknown as Wanted;
  return withoutOrphans(wanted);
}

function merge(
  file: AuthorityFile,
  present: readonly AuthorityRow[],
  given: Given,
  replace: boolean,
): WantedRow[] {
  const rows = given.get(file.name);
  if (rows === undefined) return present.map((cells) => ({ cells, line: null }));
  const known = new Map(present.map((cells) => [keyOf(file, cells), cells]));
  const fresh = rows
    .filter(({ cells }) => cells.level !== 'user')
    .map(({ cells, line }) => ({
      line,
      cells: { ...(known.get(keyOf(file, cells)) ?? blankOf(file)), ...cells },
    }));
  const taken = new Set(rows.map(({ cells }) => keyOf(file, cells)));
  const whole = wholesOf(file, rows, given);
  const kept = replace
    ? []
    : present.filter(
        (cells) =>
          !taken.has(keyOf(file, cells)) && !whole.has(cells[file.partOf?.column ?? ''] ?? ''),
      );
  return [...kept.map((cells) => ({ cells, line: null })), ...fresh];
}

const blankOf = ({ columns }: AuthorityFile): AuthorityRow =>
  Object.fromEntries(columns.map(({ name, fallback = '' }) => [name, fallback]));

/** Of which things the files say all the parts. */
function wholesOf({ partOf }: AuthorityFile, rows: readonly GivenRow[], given: Given): Set<string> {
  if (partOf === undefined) return new Set();
  const named = given.get(partOf.file) ?? [];
  return new Set([
    ...rows.map(({ cells }) => cells[partOf.column] ?? ''),
    ...named.map(({ cells }) => cells.name ?? ''),
  ]);
}

/** What goes away with what it was part of or about, unless a file names it: that is refused later. */
function withoutOrphans(wanted: Wanted): Wanted {
  const names = (file: FileName, column: string) =>
    new Set(wanted[file].map(({ cells }) => cells[column]));
  const people = names('power-users', 'id');
  const profiles = names('profiles', 'name');
  const stays: Partial<Record<FileName, (cells: AuthorityRow) => boolean>> = {
    assignments: ({ power_user, dataset }) =>
      people.has(power_user) && names('datasets', 'name').has(dataset),
    delegations: ({ power_user, profile }) => people.has(power_user) && profiles.has(profile),
    'dataset-items': ({ dataset }) => names('datasets', 'name').has(dataset),
    'dataset-rules': ({ dataset }) => names('datasets', 'name').has(dataset),
    'automation-datasets': ({ automation }) => names('automations', 'name').has(automation),
    'automation-rules': ({ automation }) => names('automations', 'name').has(automation),
  };
  const sieved = files.map(({ name }) => [
    name,
    wanted[name].filter(({ cells, line }) => line !== null || (stays[name]?.(cells) ?? true)),
  ]);
  return Object.fromEntries(sieved) as unknown as Wanted;
}

/** What happens to a row. */
export interface RowChange {
  readonly file: string;
  readonly line: number | null;
  /** The row's key, in words. */
  readonly row: string;
  readonly change: 'added' | 'changed' | 'unchanged' | 'removed';
  /** The columns that change; why a row is removed. */
  readonly because: string;
}

export interface FileChange {
  readonly file: AuthorityFile;
  readonly put: readonly AuthorityRow[];
  readonly drop: readonly AuthorityRow[];
  readonly rows: readonly RowChange[];
}

/** Row by row, in the order of the files. */
export function changesOf(tables: AuthorityTables, wanted: Wanted, given: Given): FileChange[] {
  return files.map((file) => {
    const present = new Map(tables[file.name].map((cells) => [keyOf(file, cells), cells]));
    const rows: RowChange[] = [];
    const put: AuthorityRow[] = [];
    const tell = (cells: AuthorityRow, line: number | null) => ({
      file: fileNamed(file.name),
      line,
      row: file.key.map((column) => cells[column]).join(' · '),
    });
    for (const { cells, line } of wanted[file.name]) {
      const key = keyOf(file, cells);
      const before = present.get(key);
      present.delete(key);
      const differing = file.columns
        .map(({ name }) => name)
        .filter((name) => name !== 'username' && before?.[name] !== cells[name]);
      const change =
        before === undefined ? 'added' : differing.length > 0 ? 'changed' : 'unchanged';
      if (change !== 'unchanged') put.push(cells);
      if (line === null && change === 'unchanged') continue;
      const because = change === 'changed' ? differing.join(', ') : '';
      rows.push({ ...tell(cells, line), change, because });
    }
    const drop = [...present.values()];
    for (const cells of drop) {
      const row = given
        .get(file.name)
        ?.find((one) => keyOf(file, one.cells) === keyOf(file, cells));
      const because = row ? 'level user' : 'the files do not name it';
      rows.push({ ...tell(cells, row?.line ?? null), change: 'removed', because });
    }
    return { file, put, drop, rows };
  });
}

/** The row as SQL takes it: lists as arrays, truth as numbers, times in Unix seconds, empty as null. */
export function typed(name: FileName, cells: AuthorityRow): Record<string, unknown> {
  return Object.fromEntries(
    fileOf(name).columns.map((column) => {
      const text = cells[column.name] ?? '';
      if (column.type === 'list') return [column.name, text === '' ? [] : text.split('|')];
      if (text === '') return [column.name, null];
      if (column.type === 'boolean') return [column.name, text === 'true' ? 1 : 0];
      if (column.type === 'time') return [column.name, Date.parse(text) / 1000];
      return [column.name, column.type === 'number' ? Number(text) : text];
    }),
  );
}
