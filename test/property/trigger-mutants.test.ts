/** The histories are worth what they catch: triggers are broken on purpose, and each is noticed. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { compileScope } from '../../server/scope/sql.ts';
import { history } from './history.ts';

const judged = { resolveScope, compileScope };
const mostHistories = 150;
const firstSeed = 1;

const folder = fileURLToPath(new URL('../../server/data/migrations/', import.meta.url));
const migration = (name: string) => readFileSync(`${folder}${name}.sql`, 'utf8');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.sql'))
  .sort()
  .map((file) => file.replace(/\.sql$/, ''));
const every = names.map(migration).join('--> statement-breakpoint\n');

interface Mutation {
  readonly name: string;
  /** The piece of the triggers that is replaced at its first place. */
  readonly find: string;
  readonly replace: string;
  /** The changes that it concerns: others would only make the histories longer. */
  readonly changes: readonly string[];
}

const closing = (tree: 'branch' | 'category') =>
  `SELECT above.ancestor_id, below.descendant_id FROM ${tree}_closure above CROSS JOIN ${tree}_closure below
  WHERE above.descendant_id = NEW.parent_id AND below.ancestor_id = NEW.id`;

/** A trigger up to the place where a version moves; it stays where it is instead. */
function standing(trigger: string, ...changes: string[]): Mutation {
  const from = every.slice(every.indexOf(`CREATE TRIGGER ${trigger} `));
  const find = from.slice(0, from.indexOf('value + 1') + 'value + 1'.length);
  const replace = find.replace('value + 1', 'value + 0');
  return { name: `no version moves by ${trigger}`, find, replace, changes };
}

const mutations: readonly Mutation[] = [
  {
    name: 'a branch that moves gets nobody above it',
    find: closing('branch'),
    replace: `${closing('branch')} AND 0`,
    changes: ['moveBranch'],
  },
  {
    name: 'a branch that moves stays below where it was',
    find: 'AND ancestor_id IN (SELECT ancestor_id FROM branch_closure WHERE descendant_id = NEW.id AND ancestor_id <> NEW.id);',
    replace: 'AND 0;',
    changes: ['moveBranch'],
  },
  {
    name: 'what stands below a moved category stays',
    find: closing('category'),
    replace: `SELECT above.ancestor_id, NEW.id FROM category_closure above
      WHERE above.descendant_id = NEW.parent_id`,
    changes: ['moveCategory'],
  },
  {
    name: 'the children of a deleted branch stay below its parent',
    find: 'UPDATE branches SET parent_id = NULL WHERE parent_id = OLD.id;',
    replace: '',
    changes: ['deleteBranch', 'moveBranch'],
  },
  {
    name: 'demotion leaves the profiles',
    find: 'DELETE FROM grants WHERE power_user_id = NEW.id;',
    replace: '',
    changes: ['changeLevel', 'toggleGrant'],
  },
  {
    name: 'demotion leaves the datasets',
    find: 'DELETE FROM dataset_assignments WHERE power_user_id = NEW.id;',
    replace: '',
    changes: ['changeLevel', 'assign'],
  },
  {
    name: 'a ceiling can be deleted',
    find: "SELECT RAISE(ABORT, 'the dataset is the ceiling of a site');",
    replace: 'SELECT 1;',
    changes: ['deleteDataset'],
  },
  standing('group_members_version_insert', 'toggleMember'),
  standing('group_members_version_delete', 'toggleMember'),
  standing('users_version_update', 'moveUser'),
  standing('branches_version_update', 'moveBranch'),
  standing('learning_plan_courses_version_insert', 'togglePlanCourse'),
  standing('dataset_items_version_insert', 'addItem'),
  standing('catalogs_version_update', 'changeVisibility'),
  standing('catalog_items_version_insert', 'toggleListed'),
  standing('catalog_audiences_version_delete', 'toggleAudience'),
  standing('user_field_values_version_update', 'changeField'),
  standing('user_field_values_version_insert', 'changeField'),
  standing('automations_version_update', 'toggleAutomation'),
];

async function openBroken(find: string, replace: string): Promise<Database> {
  const database = openDatabase(await openLibsql(':memory:'));
  const statements = every.replace(find, () => replace).split('--> statement-breakpoint');
  await database.write(statements.map((statement) => sql.raw(statement)));
  return database;
}

describe('triggers that are broken on purpose', () => {
  it('are in the source as it stands', () => {
    const rotten = mutations.filter(({ find }) => find === '' || !every.includes(find));
    expect(rotten).toEqual([]);
  });

  it.each(mutations.map((mutation) => [mutation.name, mutation] as const))(
    'are noticed where %s',
    async (_, { find, replace, changes }) => {
      const database = await openBroken(find, replace);
      let parted: string | null = null;
      for (let index = 0; parted === null && index < mostHistories; index += 1) {
        parted = await history(database, judged, firstSeed + index, new Map(), changes);
      }
      database.close();
      expect(parted).not.toBeNull();
    },
    120_000,
  );
});
