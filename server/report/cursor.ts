/** Keyset cursors: where a page ended, sealed to the scope and the question that it belongs to. */
import { type SQL, sql } from 'drizzle-orm';
import { Refusal } from '../../shared/refusal.ts';
import type { Question } from '../../shared/wire/report.ts';
import type { SqlValue } from '../data/database.ts';
import { seal, unseal } from '../token/seal.ts';
import type { Settings } from '../token/settings.ts';
import type { SortTerm } from './question.ts';
import type { OpenReport } from './viewer.ts';

/** The values of the order's terms in the last row of a page. */
export type Position = readonly (string | number | null)[];

/** Text that differs whenever scope, report or question differ, so that no cursor fits elsewhere (T-30). */
export const cursorContext = (report: OpenReport, question: Question): string =>
  JSON.stringify([report.viewer.scope.digest, report.definition.id, question]);

/** Encrypted, because a position holds ids of ours, which tell how many people and courses there are. */
export const sealCursor = (
  settings: Settings,
  context: string,
  position: Position,
): Promise<string> => seal(settings, 'cursor', context, JSON.stringify(position));

/** @throws Refusal `bad-cursor` for anything but a cursor of this very scope and question */
export async function openCursor(
  settings: Settings,
  context: string,
  cursor: string,
): Promise<Position> {
  // What unsealing says names the context, and so the question: filters and searches are no business of the log.
  const position = await unseal(settings, 'cursor', context, cursor).catch(() => {
    throw new Refusal('bad-cursor', 'Start again from the first page', { cause: 'another cursor' });
  });
  return JSON.parse(position) as Position;
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
