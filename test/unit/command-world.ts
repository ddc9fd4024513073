/** A small academy for the tests of commands: four people, a tree of branches, a group, courses and a plan. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Actor } from '../../server/command/actor.ts';
import type { Occasion } from '../../server/command/change.ts';
import { type Database, openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';
import type { ProblemSlug } from '../../shared/problem.ts';
import { Refusal } from '../../shared/refusal.ts';

/** 2026-11-21T22:15:31Z. */
export const now = 1_795_299_331;

const operator: Actor = { kind: 'operator', name: 'superadmin via test' };

const rows = [
  sql`INSERT INTO branches (id, key, name, parent_id) VALUES
    (1, 'B1', 'Sales', NULL), (2, 'B2', 'Sales North', 1)`,
  sql`INSERT INTO users (id, key, username, level, status, branch_id) VALUES
    (1, 'u-maria', 'maria', 'power_user', 'active', 1),
    (2, 'u-omar', 'omar', 'user', 'active', 2),
    (3, 'u-root', 'root', 'superadmin', 'active', NULL),
    (4, 'u-ines', 'ines', 'power_user', 'inactive', NULL)`,
  sql`INSERT INTO groups (id, key, name) VALUES (1, 'G1', 'New starters')`,
  sql`INSERT INTO categories (id, key, name) VALUES (1, 'K1', 'Safety')`,
  sql`INSERT INTO courses (id, key, name, name_key, search_key, category_id) VALUES
    (1, 'c1', 'Ladders', 'ladders', 'ladders', 1), (2, '01', 'Knives', 'knives', 'knives', NULL)`,
  sql`INSERT INTO learning_plans (id, key, name, name_key) VALUES (1, 'p1', 'First week', 'first week')`,
];

/** As the commands are given it, with the operator as actor. */
export async function openAcademy(url = ':memory:'): Promise<Occasion> {
  const database = openDatabase(await openLibsql(url));
  await applyMigrations(database);
  await database.write(rows);
  return { database, actor: operator, nowSeconds: now };
}

/** The same academy through two connections to one file, as two processes have it. */
export async function openAcademyTwice(): Promise<{
  one: Occasion;
  other: Occasion;
  close: () => void;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-command-'));
  const url = `file:${join(folder, 'academy.db')}`;
  const one = await openAcademy(url);
  const other = { ...one, database: openDatabase(await openLibsql(url)) };
  return {
    one,
    other,
    close() {
      one.database.close();
      other.database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** All rows of a query, each as an array. */
export async function all(database: Database, text: string): Promise<unknown[][]> {
  const [answer = []] = await database.read(sql.raw(text));
  return answer.map((row) => [...row]);
}

/** The audit, oldest first: action, subject, before and after as values. */
export async function auditOf({ database }: Occasion) {
  const events = await all(
    database,
    'SELECT at, actor, action, subject, "before", "after" FROM audit_events ORDER BY id',
  );
  return events.map(([at, actor, action, subject, before, after]) => ({
    at,
    actor,
    action,
    subject,
    before: before === null ? null : JSON.parse(String(before)),
    after: after === null ? null : JSON.parse(String(after)),
  }));
}

/** Everything that commands write, for comparing the whole before and after. */
export async function stateOf({ database }: Occasion): Promise<unknown> {
  const tables = [
    ['profiles', 'profile_permissions', 'grants', 'datasets', 'dataset_selections'],
    ['dataset_items', 'dataset_assignments', 'sites', 'site_origins', 'site_keys', 'signing_keys'],
    ['menus', 'menu_pages', 'menu_assignments', 'page_assignments'],
    ['resources', 'resource_assignments', 'dataset_rules'],
    ['users', 'epochs', 'audit_events', 'audit_seals', 'audit_head'],
  ].flat();
  return Promise.all(tables.map((table) => all(database, `SELECT * FROM ${table}`)));
}

/** Expects a refusal of this kind and gives it. */
export async function refused(attempt: Promise<unknown>, slug: ProblemSlug): Promise<Refusal> {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error, 'should have been refused').toBeInstanceOf(Refusal);
  const refusal = error as Refusal;
  expect(refusal.slug, refusal.message).toBe(slug);
  return refusal;
}
