/** Keyset cursors: where a page ended, sealed to the scope and the question that it belongs to. */
import { type SQL, sql } from 'drizzle-orm';
import { Refusal } from '../../shared/refusal.ts';
import type { Question } from '../../shared/wire/report.ts';
import type { SqlValue } from '../data/database.ts';
import { decodeBase64url, encodeBase64url } from '../token/base64url.ts';
import { mac, verifyMac } from '../token/mac.ts';
import type { Settings } from '../token/settings.ts';
import type { SortTerm } from './question.ts';
import type { OpenReport } from './viewer.ts';

/** The values of the order's terms in the last row of a page. */
export type Position = readonly (string | number | null)[];

/** Text that differs whenever scope, report or question differ, so that no cursor fits elsewhere (T-30). */
export const cursorContext = (report: OpenReport, question: Question): string =>
  JSON.stringify([report.viewer.scope.digest, report.definition.id, question]);

export async function sealCursor(
  settings: Settings,
  context: string,
  position: Position,
): Promise<string> {
  const payload = encodeBase64url(new TextEncoder().encode(JSON.stringify(position)));
  return `${payload}.${await mac(settings, 'cursor', `${context}\n${payload}`)}`;
}

/** @throws Refusal `bad-cursor` for anything but a cursor of this very scope and question */
export async function openCursor(
  settings: Settings,
  context: string,
  cursor: string,
): Promise<Position> {
  const [payload = '', signature = '', ...more] = cursor.split('.');
  const bytes = decodeBase64url(payload);
  const good =
    bytes !== null &&
    more.length === 0 &&
    (await verifyMac(settings, 'cursor', `${context}\n${payload}`, signature));
  if (!good) throw new Refusal('bad-cursor', 'Start again from the first page');
  return JSON.parse(new TextDecoder().decode(bytes)) as Position;
}

/** The rows behind a position. A term that was empty there has only its equals left. */
export function beyond(order: readonly SortTerm[], position: Position): SQL {
  const steps = order.map((term, place) => {
    const equal = order.slice(0, place).map(({ by }, before) => same(by, position[before] ?? null));
    return sql`(${sql.join([...equal, further(term, position[place] ?? null)], sql` AND `)})`;
  });
  return sql.join(steps, sql` OR `);
}

const same = (by: SQL, value: SqlValue): SQL =>
  value === null ? sql`${by} IS NULL` : sql`${by} = ${value}`;

function further({ by, desc }: SortTerm, value: SqlValue): SQL {
  if (value === null) return sql`0`;
  return desc ? sql`(${by} < ${value} OR ${by} IS NULL)` : sql`(${by} > ${value} OR ${by} IS NULL)`;
}
