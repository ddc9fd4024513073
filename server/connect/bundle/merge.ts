/** The statements that make the tables say what the staged rows say; a row that already does is not touched. */
import { type SQL, sql } from 'drizzle-orm';
import { type Bundle, isReplaced } from './bundle.ts';
import type { Kind, KindName } from './column.ts';
import type { Comparison } from './compare.ts';
import { stagingTable } from './desk.ts';
import { meetingOf } from './meeting.ts';
import type { StagedKind } from './staging.ts';
import { missingInFile } from './vanishing.ts';

/** What is known to change, so that a kind which does not is left alone. */
export interface Changes {
  readonly compared: ReadonlyMap<KindName, Comparison>;
  readonly vanishing: ReadonlyMap<KindName, number>;
}

/** In the order in which they must run: first what goes, then each kind after those that it refers to. */
export function mergeStatements(bundle: Bundle, { compared, vanishing }: Changes): SQL[] {
  const gone = bundle.staged
    .filter(({ kind }) => isReplaced(bundle, kind) && (vanishing.get(kind.name) ?? 0) > 0)
    .map(({ kind }) => deleteMissing(kind));
  const come = bundle.staged.flatMap((staged) => {
    const { inserted = 0, updated = 0, removed = 0 } = compared.get(staged.kind.name) ?? {};
    return [
      ...(inserted + updated > 0 ? [upsert(staged), ...setOwnReferences(staged)] : []),
      ...(removed > 0 ? [deleteEmptied(staged.kind)] : []),
    ];
  });
  return [...gone, ...come];
}

const deleteMissing = (kind: Kind): SQL =>
  sql.raw(`DELETE FROM "${kind.name}" AS t WHERE ${missingInFile(kind)}`);

/** Never INSERT OR REPLACE: it would delete a row, and all that hangs on it, only to write it again. */
function upsert(staged: StagedKind): SQL {
  const { kind } = staged;
  const { from, key, assignments } = meetingOf(staged);
  const now = assignments.filter(({ toItself }) => !toItself);
  const columns = now.map(({ target }) => `"${target}"`).join(', ');
  const values = now.map(({ value }) => value).join(', ');
  const changing = now.filter(({ target }) => !key.includes(target)).map(({ target }) => target);
  const set = changing.map((target) => `"${target}" = excluded."${target}"`).join(', ');
  const differs = changing.map(
    (target) => `"${kind.name}"."${target}" IS NOT excluded."${target}"`,
  );
  const onConflict =
    changing.length > 0 ? `UPDATE SET ${set} WHERE ${differs.join(' OR ')}` : 'NOTHING';
  const wanted = kind.removedWhenEmpty ? `s."${kind.removedWhenEmpty}" IS NOT NULL` : 'true';
  const conflict = key.map((target) => `"${target}"`).join(', ');
  return sql.raw(
    `INSERT INTO "${kind.name}" (${columns}) SELECT ${values} ${from} WHERE ${wanted} ON CONFLICT (${conflict}) DO ${onConflict}`,
  );
}

/**
 * Sets what refers to the same table, once all its rows are there. Changed ones are cut loose first: a tree whose
 * branches change places would otherwise stand in a ring on the way, which triggers refuse.
 */
function setOwnReferences({ kind, columns }: StagedKind): SQL[] {
  const table = `"${kind.name}"`;
  return columns
    .filter(({ references }) => references === kind.name)
    .flatMap(({ name, target }) => {
      const staged = `"${stagingTable(kind.name)}" s LEFT JOIN ${table} p ON p.key = s."${name}"`;
      const changed = `s.id = ${table}.key AND ${table}."${target}" IS NOT p.id`;
      return [
        `UPDATE ${table} SET "${target}" = NULL WHERE "${target}" IS NOT NULL AND EXISTS (SELECT 1 FROM ${staged} WHERE ${changed})`,
        `UPDATE ${table} SET "${target}" = p.id FROM ${staged} WHERE p.id IS NOT NULL AND ${changed}`,
      ].map((statement) => sql.raw(statement));
    });
}

/** Emptied values of additional fields. */
function deleteEmptied(kind: Kind): SQL {
  const key = kind.columns.filter(({ name }) => kind.key.includes(name));
  const targets = key.map(({ target }) => `"${target}"`).join(', ');
  const ids = key.map(({ name }) => `"r_${name}".id`).join(', ');
  const joins = key
    .map(
      ({ name, references }) => `JOIN "${references}" "r_${name}" ON "r_${name}".key = s."${name}"`,
    )
    .join(' ');
  return sql.raw(
    `DELETE FROM "${kind.name}" WHERE (${targets}) IN (SELECT ${ids} FROM "${stagingTable(kind.name)}" s ${joins} WHERE s."${kind.removedWhenEmpty}" IS NULL)`,
  );
}
