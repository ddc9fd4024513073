/** Opens the database that `--db` names, and lets nobody work on one that is missing, foreign, older or newer. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { Refusal } from '../../shared/refusal.ts';
import { type Database, openDatabase } from '../data/database.ts';
import { openLibsql } from '../data/libsql.ts';
import { lineReader } from './line-reader.ts';
import { applyMigrations } from './migrations.ts';

const migrationsFolder = fileURLToPath(new URL('../data/migrations', import.meta.url));

/** What `--db` takes. */
const schemes = ['file:', 'libsql:', 'http:', 'https:'];

export interface Opening {
  /** `file:<path>`, `libsql://…`, `http://…` or `https://…`. */
  readonly url: string;
  /** For a server that asks for one. */
  readonly authToken?: string | undefined;
  /** What to do where there is no database yet, or none of this version's schema. */
  readonly prepare: 'refuse' | 'create' | 'create-or-migrate';
}

/**
 * Opens the database and sees that its schema is the one that this version knows.
 * @throws Refusal `bad-request` for an address that is none, `unavailable` for a database that can't be worked on.
 */
export async function openAt(opening: Opening): Promise<Database> {
  const { url, prepare } = opening;
  requireAddress(url);
  if (prepare === 'refuse' && isMissing(url)) throw noDatabase(url);
  const database = await reach(opening);
  const state = await schemaState(database);
  switch (state) {
    case 'current':
      return database;
    case 'empty':
      if (prepare === 'refuse') break;
      await applyMigrations(database);
      return database;
    case 'older':
      if (prepare !== 'create-or-migrate') break;
      await applyMigrations(database);
      return database;
    case 'newer':
    case 'foreign':
      break;
    default:
      return state satisfies never;
  }
  database.close();
  throw state === 'empty' ? noDatabase(url) : new Refusal('unavailable', troubles[state](url));
}

const troubles = {
  older: (url: string) => `The database ${shown(url)} is of an older version: run ambit migrate`,
  newer: (url: string) => `The database ${shown(url)} is of a newer version than this ambit`,
  foreign: (url: string) => `The database ${shown(url)} holds something else than Ambit's tables`,
};

const noDatabase = (url: string): Refusal =>
  new Refusal('unavailable', `There is no database at ${shown(url)}: ambit migrate makes one`);

function requireAddress(url: string): void {
  if (schemes.some((scheme) => url.startsWith(scheme) && url.length > scheme.length)) return;
  throw new Refusal(
    'bad-request',
    `--db takes file:, libsql://, http:// or https://, not "${shown(url)}"`,
  );
}

/** An address without what may be a password: user, query and fragment. For whatever people read. */
export const shown = (url: string): string =>
  url.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//');

const isMissing = (url: string): boolean => {
  const path = pathOf(url);
  return path !== null && !existsSync(path);
};

/** Where a `file:` address lies on the disk; null for any other. */
function pathOf(url: string): string | null {
  if (!url.startsWith('file:')) return null;
  const path = shown(url).slice('file:'.length);
  return decodeURIComponent(path.startsWith('///') ? path.slice(2) : path);
}

/** A first question, because clients open lazily: whatever is wrong with the place comes out here. */
async function reach({ url, authToken }: Opening): Promise<Database> {
  const path = pathOf(url);
  try {
    const driver = await openLibsql(url, {
      ...(authToken && { authToken }),
      ...(path !== null && { lines: lineReader(path) }),
    });
    const database = openDatabase(driver);
    await database.read(sql`SELECT count(*) AS tables FROM sqlite_schema`);
    return database;
  } catch (cause) {
    throw new Refusal(
      'unavailable',
      `The database ${shown(url)} can't be opened${why(url, cause)}`,
      {
        cause,
      },
    );
  }
}

/** The client's own words may quote the address, so they are told only where it hides nothing. */
const why = (url: string, cause: unknown): string =>
  cause instanceof Error && shown(url) === url ? `: ${cause.message}` : '';

export type SchemaState = 'current' | 'empty' | 'older' | 'newer' | 'foreign';

/** How the tables in the database stand to those of this version. */
export async function schemaState(database: Database): Promise<SchemaState> {
  const [tables = []] = await database.read(
    sql`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
  );
  const names = tables.map(([name]) => name);
  if (!names.includes('__drizzle_migrations')) return names.length === 0 ? 'empty' : 'foreign';
  const [rows = []] = await database.read(
    sql`SELECT hash FROM __drizzle_migrations ORDER BY created_at`,
  );
  const applied = rows.map(([hash]) => String(hash));
  const known = readMigrationFiles({ migrationsFolder }).map(({ hash }) => hash);
  if (applied.length > known.length) return 'newer';
  if (applied.some((hash, place) => hash !== known[place])) return 'foreign';
  if (applied.length === known.length) return 'current';
  return applied.length === 0 ? 'empty' : 'older';
}
