/** One atomic change of one subject: what was is read, checked, and must still hold when the batch runs. */
import { type SQL, sql } from 'drizzle-orm';
import { Refusal } from '../../shared/refusal.ts';
import { type Database, guard, isGuardFailure, type Runnable } from '../data/database.ts';
import type { Action, Actor } from './actor.ts';
import { audit } from './audit.ts';

/** What every command is given besides its input. */
export interface Occasion {
  readonly database: Database;
  readonly actor: Actor;
  /** Unix seconds. */
  readonly nowSeconds: number;
  /**
   * Whether the record, as JSON text, is still the one that the actor decided on (RFC 9110 section 13.1.1). Asked of
   * what the guard then holds, so that nothing can come between.
   */
  readonly expects?: (record: string | null) => Promise<boolean>;
}

/** A thing that commands change. Its record is JSON text, the same for the check, the guard and the audit row. */
export interface Subject<T> {
  /** Kind and id, e.g. `profile:Reader`. */
  readonly name: string;
  /** An SQL expression of the record; NULL when there is none. */
  readonly record: SQL;
  readonly parse: (json: string) => T;
}

/** What a command decided on seeing the record: the statements to run, and what else must hold while they do. */
export interface Plan {
  readonly statements: readonly Runnable[];
  readonly holds?: readonly SQL[];
}

/** A change that meets another one looks again; this often, before it gives up. */
const attempts = 8;

/** The JSON text of what the record says now, or null. */
export async function readJson<T>(database: Database, subject: Subject<T>): Promise<string | null> {
  const [[row] = []] = await database.read(sql`SELECT ${subject.record} AS record`);
  return typeof row?.[0] === 'string' ? row[0] : null;
}

/** What the record says now, or null. */
export async function readRecord<T>(database: Database, subject: Subject<T>): Promise<T | null> {
  const json = await readJson(database, subject);
  return json === null ? null : subject.parse(json);
}

/**
 * Reads the record, lets `plan` check it and say what to do, then writes everything and the audit row in one batch.
 *
 * The batch holds only if the record is still what was checked, so of two changes that exclude each other one wins
 * and the other is checked afresh against what the winner left (requirement PU-022, threat T-47).
 * A plan without statements changes nothing and leaves no audit row.
 * @returns the record before (null for something new) and after.
 * @throws whatever `plan` throws; Refusal `conflict` when the state would not stand still.
 */
export async function change<T>(
  occasion: Occasion,
  action: Action,
  subject: Subject<T>,
  plan: (before: T | null) => Plan | Promise<Plan>,
): Promise<{ before: T | null; after: T }> {
  const { before, after } = await carryOut(occasion, action, subject, plan);
  if (after === null) throw new TypeError(`${subject.name} is gone after ${action}`);
  return { before, after };
}

/** Like `change`, for a plan that removes the subject. Answers the record that was. */
export async function remove<T>(
  occasion: Occasion,
  action: Action,
  subject: Subject<T>,
  plan: (before: T | null) => Plan | Promise<Plan>,
): Promise<T> {
  const { before, after } = await carryOut(occasion, action, subject, plan);
  if (before === null || after !== null) throw new TypeError(`${subject.name} is still there`);
  return before;
}

async function carryOut<T>(
  { database, actor, nowSeconds, expects }: Occasion,
  action: Action,
  subject: Subject<T>,
  plan: (before: T | null) => Plan | Promise<Plan>,
): Promise<{ before: T | null; after: T | null }> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const json = await readJson(database, subject);
    const before = json === null ? null : subject.parse(json);
    // Who does not see the subject must not learn by an edition whether it is there: their rights come first.
    const early = actor.kind === 'power_user' ? await plan(before) : null;
    if (expects !== undefined && !(await expects(json))) {
      throw new Refusal(
        'precondition-failed',
        `${subject.name} is not what it was when you read it`,
      );
    }
    const { statements, holds = [] } = early ?? (await plan(before));
    if (statements.length === 0) return { before, after: before };
    const row = { actor, action, subject: subject.name, before: json && sql`${json}`, nowSeconds };
    try {
      const results = await database.write([
        guard(sql`${subject.record} IS ${json}`),
        ...holds.map(guard),
        ...statements,
        audit({ ...row, after: subject.record }),
      ]);
      const after = results.at(-1)?.[0]?.[0];
      return { before, after: typeof after === 'string' ? subject.parse(after) : null };
    } catch (error) {
      if (!isGuardFailure(error)) throw error;
    }
  }
  throw new Refusal('conflict', `${subject.name} kept changing meanwhile; try again`);
}
