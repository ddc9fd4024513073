/** How a staged row meets the tables: its references, its target row, and what differs, as SQL derived from the kind. */
import { type Column, hasOwnId, type Kind, variantTarget } from './column.ts';
import { stagingTable } from './desk.ts';
import type { StagedKind } from './staging.ts';

/** A column of the table with the SQL of its new value; `s` is the staged row. */
export interface Assignment {
  readonly target: string;
  readonly value: string;
  /** Refers to its own table, whose rows must all be there before it can be set. */
  readonly toItself: boolean;
}

export interface Meeting {
  /** `FROM` the staged rows `s` with the row that each reference names: no row drops out, none is doubled. */
  readonly from: string;
  /** Continues `from` with the row `t` of the table, NULL for a new one. */
  readonly target: string;
  /** The columns of the table that tell its rows apart. */
  readonly key: readonly string[];
  readonly assignments: readonly Assignment[];
  /** Whether the row of the table says something else than the staged row. */
  readonly differs: string;
}

export const aliasOf = ({ name }: Column): string => `"r_${name}"`;

export function meetingOf({ kind, columns, derived }: StagedKind): Meeting {
  const joins = columns.flatMap((column) => joinOf(column));
  const assignments = assignmentsOf(kind, columns, derived?.targets ?? []);
  const key = keyTargets(kind);
  const match = assignments.filter(({ target }) => key.includes(target));
  const others = assignments.filter(({ target }) => !key.includes(target));
  const different = others.map(({ target, value }) => `t."${target}" IS NOT ${value}`);
  return {
    from: [`FROM "${stagingTable(kind.name)}" s`, ...joins].join(' '),
    target: `LEFT JOIN "${kind.name}" t ON ${match.map(({ target, value }) => `t."${target}" = ${value}`).join(' AND ')}`,
    key,
    assignments,
    differs:
      [...different, ...columns.filter(isOptionalReference).map(pointsToNew)].join(' OR ') || '0',
  };
}

const joinOf = (column: Column): string[] =>
  column.references
    ? [
        `LEFT JOIN "${column.references}" ${aliasOf(column)} ON ${aliasOf(column)}.key = s."${column.name}"`,
      ]
    : [];

/** The columns of the table that a kind's key columns come to. */
export function keyTargets(kind: Kind): string[] {
  if (hasOwnId(kind)) return ['key'];
  const columns = kind.columns.filter(({ name }) => kind.key.includes(name));
  const variants = columns.some(({ variant }) => variant) ? [variantTarget] : [];
  return [...new Set([...columns.map(({ target }) => target), ...variants])];
}

function assignmentsOf(
  kind: Kind,
  columns: readonly Column[],
  derived: readonly string[],
): Assignment[] {
  const variants = columns.filter(({ variant }) => variant !== undefined);
  const [first] = variants;
  return [
    ...columns
      .filter(({ variant }) => variant === undefined)
      .map((column) => ({
        target: column.target,
        value: column.references ? `${aliasOf(column)}.id` : `s."${column.name}"`,
        toItself: column.references === kind.name,
      })),
    ...(first ? variantAssignments(first.target, variants) : []),
    ...derived.map((target) => ({ target, value: `s."${target}"`, toItself: false })),
  ];
}

/** Of several columns one is filled: the table keeps which, and the row that it names. */
function variantAssignments(target: string, variants: readonly Column[]): Assignment[] {
  const whens = (then: (column: Column) => string) =>
    `CASE ${variants.map((column) => `WHEN s."${column.name}" IS NOT NULL THEN ${then(column)}`).join(' ')} END`;
  return [
    { target: variantTarget, value: whens(({ variant }) => `'${variant}'`), toItself: false },
    { target, value: whens((column) => `${aliasOf(column)}.id`), toItself: false },
  ];
}

const isOptionalReference = ({ references, required, variant }: Column): boolean =>
  references !== undefined && !required && variant === undefined;

/** Before the rows of the bundle have their numbers, a reference to a new one looks like none. */
const pointsToNew = (column: Column): string =>
  `(s."${column.name}" IS NOT NULL AND ${aliasOf(column)}.id IS NULL)`;
