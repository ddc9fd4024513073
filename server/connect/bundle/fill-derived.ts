/** Completes derived texts whose cells a file leaves out, from what the database keeps of those rows. */
import { sql } from 'drizzle-orm';
import { createChunk } from './chunk.ts';
import type { Derived } from './column.ts';
import { toNumber } from './compare.ts';
import { type Desk, stagingTable } from './desk.ts';
import type { StagedKind } from './staging.ts';

const rowsAtOnce = 5000;

/** A file with usernames but without names must not make the names forgotten by search. */
export async function fillDerived(
  desk: Desk,
  { kind, columns, derived }: StagedKind,
): Promise<void> {
  const given = new Set(columns.map(({ name }) => name));
  if (!derived || derived.from.every((name) => given.has(name))) return;
  const table = stagingTable(kind.name);
  const sources = derived.from.map((name) => {
    const target = kind.columns.find((column) => column.name === name)?.target;
    return given.has(name) ? `s."${name}" AS "${name}"` : `t."${target}" AS "${name}"`;
  });
  const page = `SELECT s.rowid AS at, ${sources.join(', ')} FROM "${table}" s JOIN "${kind.name}" t ON t.key = s.id`;
  for (let last = 0; ; ) {
    const [rows = []] = await desk.read(
      sql`${sql.raw(page)} WHERE s.rowid > ${last} ORDER BY s.rowid LIMIT ${rowsAtOnce}`,
    );
    if (rows.length === 0) return;
    const chunk = createChunk();
    for (const [at, ...texts] of rows) {
      chunk.add([toNumber(at), ...derived.make(texts.map((text) => String(text ?? '')))]);
      if (chunk.full) await desk.write([updateDerived(table, derived, chunk.take())]);
    }
    if (!chunk.empty) await desk.write([updateDerived(table, derived, chunk.take())]);
    last = toNumber(rows.at(-1)?.[0]);
  }
}

function updateDerived(table: string, { targets }: Derived, rows: string) {
  const sets = targets.map((target, at) => `"${target}" = v.value ->> ${at + 1}`).join(', ');
  return sql`${sql.raw(`UPDATE "${table}" SET ${sets} FROM json_each(`)}${rows}${sql.raw(`) v WHERE "${table}".rowid = v.value ->> 0`)}`;
}
