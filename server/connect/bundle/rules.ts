/** What staged rows must hold against each other and the database, each as a condition that finds its breaches. */
import { type Bundle, isReplaced, isStaged } from './bundle.ts';
import type { Column, Kind } from './column.ts';
import { stagingTable } from './desk.ts';
import { quote } from './finding.ts';
import { fileOf, kindNamed } from './kinds.ts';
import { aliasOf } from './meeting.ts';
import type { StagedKind } from './staging.ts';

export interface Rule {
  readonly column: string | null;
  /** True for a breach; speaks of the staged row `s`, its references, and the row `t` of the table. */
  readonly breach: string;
  /** What the reason is told with. */
  readonly value: string;
  readonly reason: (value: string) => string;
}

export interface RuleOptions {
  /** Lets a known id become somebody or something else. */
  readonly allowReassign: boolean;
}

export function rulesOf(
  staged: StagedKind,
  bundle: Bundle,
  { allowReassign }: RuleOptions,
): Rule[] {
  const { kind, columns } = staged;
  return [
    ...columns.flatMap((column) => knownReference(column, bundle)),
    ...columns.filter(({ unique }) => unique).map((column) => notTaken(column, kind, bundle)),
    ...columns.flatMap(reservedWord),
    ...(allowReassign ? [] : columns.filter(({ fixed }) => fixed).map(keptReference)),
    ...(allowReassign ? [] : recognised(staged)),
  ];
}

/** A reference names a row of the bundle or of the database; of the bundle alone, where that replaces. */
function knownReference(column: Column, bundle: Bundle): Rule[] {
  const { name, references } = column;
  if (!references || bundle.broken.has(references)) return [];
  const kind = kindNamed(references);
  const replaced = isReplaced(bundle, kind);
  const conditions = [
    `s."${name}" IS NOT NULL`,
    ...(replaced ? [] : [`${aliasOf(column)}.id IS NULL`]),
    ...(isStaged(bundle, references)
      ? [`NOT EXISTS (SELECT 1 FROM "${stagingTable(references)}" p WHERE p.id = s."${name}")`]
      : []),
  ];
  return [
    {
      column: name,
      breach: conditions.join(' AND '),
      value: `s."${name}"`,
      reason: (value) =>
        replaced
          ? `${quote(value)} is not in ${fileOf(kind)}, which replaces all`
          : `${quote(value)} is neither in ${fileOf(kind)} nor in the database`,
    },
  ];
}

/** What the database knows under another id can't be taken over, not even if that one gives it up right now. */
function notTaken({ name, target }: Column, kind: Kind, bundle: Bundle): Rule {
  const owner = `SELECT o.key FROM "${kind.name}" o WHERE o."${target}" = s."${name}" AND o.key <> s.id`;
  const stays = `EXISTS (SELECT 1 FROM "${stagingTable(kind.name)}" k WHERE k.id = o.key)`;
  const kept = kind.columns.flatMap((column) =>
    column.reserved ? [`o."${column.target}" = '${column.reserved}'`] : [],
  );
  const holders = isReplaced(bundle, kind)
    ? `${owner} AND (${[stays, ...kept].join(' OR ')})`
    : owner;
  return {
    column: name,
    breach: `EXISTS (${holders})`,
    value: `(${owner})`,
    reason: (value) => `belongs to ${quote(value)} in the database, and can't pass to another id`,
  };
}

/** A reserved word is neither given nor taken away. */
function reservedWord({ name, target, reserved }: Column): Rule[] {
  if (reserved === undefined) return [];
  const [now, then] = [`(t."${target}" IS '${reserved}')`, `(s."${name}" IS '${reserved}')`];
  return [
    {
      column: name,
      breach: `${now} <> ${then}`,
      value: `s."${name}"`,
      reason: (value) =>
        value === reserved
          ? `an import can't make anybody ${reserved}`
          : `is ${reserved} in the database, which an import can't change`,
    },
  ];
}

/** T-55: a certificate of one person never becomes another's. */
function keptReference(column: Column): Rule {
  const { name, target } = column;
  return {
    column: name,
    breach: `t.id IS NOT NULL AND t."${target}" IS NOT ${aliasOf(column)}.id`,
    value: 's.id',
    reason: (value) => `${quote(value)} has another ${name} in the database, which never changes`,
  };
}

/** T-55: an id is still the same person if at least one of the things that tell people apart is unchanged. */
function recognised({ kind, columns }: StagedKind): Rule[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const given = (kind.recognisedBy ?? []).filter((names) =>
    names.every((name) => byName.has(name)),
  );
  if (given.length === 0) return [];
  const agree = given.map((names) =>
    names
      .map(
        (name) =>
          `s."${name}" <> '' AND lower(t."${byName.get(name)?.target}") = lower(s."${name}")`,
      )
      .join(' AND '),
  );
  const what = given.map((names) => names.join(' and ')).join(', ');
  return [
    {
      column: 'id',
      breach: `t.id IS NOT NULL AND coalesce(${agree.map((set) => `(${set})`).join(' OR ')}, 0) = 0`,
      value: 's.id',
      reason: (value) => `${quote(value)} is somebody else in the database, going by ${what}`,
    },
  ];
}
