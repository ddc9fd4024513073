/** A crowd in a file, written by SQL alone: users in groups, branches and an additional field, and who may see which of them. */
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../server/data/database.ts';
import { integer } from '../../server/data/literal.ts';
import { upTo, withoutTriggers } from './large-academy.ts';

/** What one supervisor's dataset or datasets select, and the leanest SQL that finds the same people. */
export interface Crowd {
  readonly told: string;
  /** Items and rules are added for these datasets, which the supervisor then holds. */
  readonly datasets: readonly number[];
  readonly writes: readonly SQL[];
  readonly lean: SQL;
}

const item = (dataset: number, kind: string, id: number, descendants = 0): SQL =>
  sql`INSERT INTO dataset_items (dataset_id, kind, item_id, descendants)
    VALUES (${dataset}, ${kind}, ${id}, ${descendants})`;

const rule = (dataset: number, field: string, operator: string, value: string): SQL =>
  sql`INSERT INTO dataset_rules (dataset_id, axis, position, match, field, operator, value)
    VALUES (${dataset}, 'people', 0, 'all', ${field}, ${operator}, ${value})`;

const fortyFrom = (first: number) => Array.from({ length: 40 }, (_, place) => first + place);

/** Of the same courses, so that they could as well be one dataset; and each of a course of its own. */
const [alike, apart] = [fortyFrom(40), fortyFrom(140)];

const fortyGroups = sql`SELECT DISTINCT user_id AS id FROM group_members
  WHERE group_id BETWEEN 40 AND 79`;

export const crowds: readonly Crowd[] = [
  {
    told: '10,000 people by three groups that overlap',
    datasets: [1],
    writes: [item(1, 'group', 1), item(1, 'group', 2), item(1, 'group', 3)],
    lean: sql`SELECT DISTINCT user_id AS id FROM group_members WHERE group_id IN (1, 2, 3)`,
  },
  {
    told: 'a branch of 50,000 with all below it',
    datasets: [2],
    writes: [item(2, 'branch', 1, 1)],
    lean: sql`SELECT u.id FROM branch_closure b CROSS JOIN users u ON u.branch_id = b.descendant_id
      WHERE b.ancestor_id = 1`,
  },
  {
    told: '10,000 people by a rule over 1,000,000 users: company equals',
    datasets: [3],
    writes: [rule(3, 'field:company', 'equals', 'Company 77')],
    lean: sql`SELECT user_id AS id FROM user_field_values
      WHERE field_id = 1 AND value_key = 'company 77'`,
  },
  {
    told: 'a rule over 1,000,000 users: username contains',
    datasets: [4],
    writes: [rule(4, 'username', 'contains', '777')],
    lean: sql`SELECT id FROM users WHERE instr(lower(username), '777') > 0`,
  },
  {
    told: 'a rule over 1,000,000 users: last name starts with',
    datasets: [5],
    writes: [rule(5, 'last_name', 'starts_with', 'Last77')],
    lean: sql`SELECT id FROM users WHERE lower(substr(last_name, 1, 6)) = 'last77'`,
  },
  {
    told: 'forty datasets of a group each, in every course',
    datasets: alike,
    writes: alike.map((dataset) => item(dataset, 'group', dataset)),
    lean: fortyGroups,
  },
  {
    told: 'forty datasets of a group each, in a course of its own each',
    datasets: apart,
    writes: [
      ...apart.map((dataset) => item(dataset, 'group', dataset - 100)),
      ...apart.map((dataset) => item(dataset, 'course', dataset)),
      sql`UPDATE dataset_selections SET mode = 'subset'
        WHERE axis = 'courses' AND dataset_id BETWEEN 140 AND 179`,
    ],
    lean: fortyGroups,
  },
];

/** The supervisor of a crowd, by its place in `crowds`. */
export const supervisorOf = (place: number): number => -1 - place;

/** Fills an empty, migrated database. */
export const fillCrowd = (database: Database, people: number): Promise<void> =>
  withoutTriggers(database, [
    sql`${upTo(1_000)} INSERT INTO branches (id, key, name, name_key, parent_id)
      SELECT i, 'b' || i, 'Branch ' || i, 'branch ' || i, CASE WHEN i BETWEEN 2 AND 50 THEN 1 END FROM n`,
    sql`INSERT INTO branch_closure SELECT id, id FROM branches
      UNION ALL SELECT parent_id, id FROM branches WHERE parent_id IS NOT NULL`,
    sql`${upTo(people)} INSERT INTO users (id, key, username, first_name, last_name, name_key,
        search_key, branch_id)
      SELECT i, 'p' || i, 'person' || i, 'First' || (i % 971), 'Last' || (i % 1373),
        'last' || (i % 1373) || ' first' || (i % 971),
        'first' || (i % 971) || ' last' || (i % 1373) || char(10) || 'person' || i || char(10),
        i % 1000 + 1 FROM n`,
    sql`${upTo(100)} INSERT INTO groups (id, key, name) SELECT i, 'g' || i, 'Group ' || i FROM n`,
    // Three groups of 4,000 that share 1,000 with the next; then forty of 250.
    sql`${upTo(4_000)} INSERT INTO group_members (group_id, user_id) SELECT g.value, g.value * 3000 + i
      FROM json_each('[1, 2, 3]') g CROSS JOIN n`,
    sql`${upTo(250)} INSERT INTO group_members (group_id, user_id) SELECT g.id, g.id * 1000 + i
      FROM groups g CROSS JOIN n WHERE g.id BETWEEN 40 AND 79`,
    sql`INSERT INTO user_fields (id, key, name) VALUES (1, 'company', 'Company')`,
    sql`INSERT INTO user_field_values (field_id, user_id, value, value_key)
      SELECT 1, id, 'Company ' || (id % 100), 'company ' || (id % 100) FROM users`,
    sql`${upTo(200)} INSERT INTO courses (id, key, name, name_key, search_key)
      SELECT i, 'c' || i, 'Course ' || i, 'course ' || i, 'course ' || i FROM n`,
    ...authority(),
  ]);

function authority(): SQL[] {
  const all = crowds.flatMap(({ datasets }) => datasets);
  return [
    sql`INSERT INTO datasets (id, name) VALUES (1000, 'ceiling')`,
    sql`INSERT INTO dataset_selections (dataset_id, axis, mode) SELECT 1000, value, 'all'
      FROM json_each('["people", "courses", "plans"]')`,
    sql`INSERT INTO sites (id, name, ceiling_dataset_id) VALUES ('portal', 'Portal', 1000)`,
    sql`INSERT INTO datasets (id, name) SELECT value, 'dataset ' || value
      FROM json_each(${JSON.stringify(all)})`,
    sql`INSERT INTO dataset_selections (dataset_id, axis, mode) SELECT value, 'people', 'subset'
      FROM json_each(${JSON.stringify(all)})`,
    sql`INSERT INTO dataset_selections (dataset_id, axis, mode) SELECT value, 'courses', 'all'
      FROM json_each(${JSON.stringify(all)})`,
    ...crowds.flatMap(({ writes, datasets }, place) => [
      ...writes,
      sql`INSERT INTO users (id, key, username, level) VALUES (${supervisorOf(place)},
        ${`s${place}`}, ${`supervisor${place}`}, 'power_user')`,
      sql`INSERT INTO dataset_assignments (power_user_id, dataset_id, valid_from, valid_until)
        SELECT ${integer(supervisorOf(place))}, value, NULL, NULL
        FROM json_each(${JSON.stringify(datasets)})`,
    ]),
  ];
}
