/** A large academy in a file, written by SQL alone: five hundred companies of two hundred people, fifty courses each. */
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../server/data/database.ts';
import { integer } from '../../server/data/literal.ts';

export const companyPeople = 200;
export const coursesPerPerson = 50;
const courseCount = 500;

/** The moment that the academy is seen at. */
export const benchNow = 1_795_000_000;

// Written into the text, because a bound number is a real one and would divide as such.
const [size, all, now, day] = [companyPeople, courseCount, benchNow, 86_400].map(integer) as [
  SQL,
  SQL,
  SQL,
  SQL,
];

/** Numbers from 1: `WITH RECURSIVE n(i)`. */
export const upTo = (last: number) =>
  sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${integer(last)})`;

/** A number from 0 to 99 that looks random and is the same each time; `salt` (0 to 7) parts one use from another. */
const dice = (salt: number) => {
  // Two rounds of multiplication, kept below 2^63 so that SQLite goes on counting in integers.
  const first = `(((u.id * 64 + j.i) * 8 + ${salt}) * 2654435761 & 4294967295)`;
  return sql.raw(
    `(((((${first} >> 15) + ${first}) & 2147483647) * 2246822519 >> 21) & 1048575) % 100`,
  );
};

/** How many people it takes for so many enrollments. */
export const peopleFor = (enrollments: number): number => Math.ceil(enrollments / coursesPerPerson);

/** Fills an empty, migrated database with at least so many enrollments. Triggers are put back at the end. */
export async function fillAcademy(database: Database, enrollments: number): Promise<void> {
  const people = peopleAndCourses(peopleFor(enrollments));
  await withoutTriggers(database, [...people, enrollmentRows, ...authority]);
}

/** Writes without the triggers, which are put back, and tells the planner what has come. */
export async function withoutTriggers(database: Database, writes: readonly SQL[]): Promise<void> {
  const [triggers = []] = await database.read(
    sql`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`,
  );
  await database.write(triggers.map(([name]) => sql`DROP TRIGGER ${sql.identifier(String(name))}`));
  await database.write(writes);
  await database.write(triggers.map(([, text]) => sql.raw(String(text))));
  await database.write([sql`ANALYZE`]);
}

const peopleAndCourses = (people: number) => [
  sql`${upTo(Math.ceil(people / companyPeople))} INSERT INTO branches (id, key, name, name_key)
    SELECT i, 'b' || i, 'Branch ' || i, 'branch ' || i FROM n`,
  sql`INSERT INTO branch_closure SELECT id, id FROM branches`,
  sql`${upTo(20)} INSERT INTO categories (id, key, name, name_key) SELECT i, 'k' || i, 'Category ' || i, 'category ' || i FROM n`,
  sql`INSERT INTO category_closure SELECT id, id FROM categories`,
  sql`${upTo(people)} INSERT INTO users (id, key, username, email, first_name, last_name, name_key,
      search_key, level, branch_id)
    SELECT i, 'p' || i, 'person' || i, 'person' || i || '@example.com', 'First' || (i % 971),
      'Last' || (i % 1373), 'last' || (i % 1373) || ' first' || (i % 971),
      'first' || (i % 971) || ' last' || (i % 1373) || char(10) || 'person' || i || char(10) || 'person' || i
        || '@example.com',
      'user', (i - 1) / ${size} + 1 FROM n`,
  sql`INSERT INTO groups (id, key, name) SELECT id, 'g' || id, 'Company ' || id FROM branches`,
  sql`INSERT INTO group_members (group_id, user_id) SELECT branch_id, id FROM users`,
  sql`${upTo(courseCount)} INSERT INTO courses (id, key, code, name, name_key, search_key, category_id)
    SELECT i, 'c' || i, 'C-' || i, 'Course ' || i, 'course ' || i,
      'course ' || i || char(10) || 'c-' || i, i % 20 + 1 FROM n`,
];

/** Everybody in a company is enrolled in the company's own fifty courses; each row looks lived in. */
const enrollmentRows = sql`${upTo(coursesPerPerson)}
  INSERT INTO enrollments (user_id, course_id, level, status, progress, initial_score, score, passed,
    seconds, enrolled_at, started_at, completed_at, last_access_at, due_at, archived_at)
  SELECT user_id, course_id, level, status,
    CASE status WHEN 'completed' THEN 100 WHEN 'in_progress' THEN share ELSE 0 END,
    CASE WHEN status = 'completed' THEN 40 + share / 2 END,
    CASE WHEN status = 'completed' THEN 60 + share * 0.4 END,
    CASE WHEN status = 'completed' THEN share > 5 END,
    CASE WHEN status IN ('completed', 'in_progress') THEN share * 97 ELSE 0 END,
    enrolled_at,
    CASE WHEN status IN ('completed', 'in_progress') THEN enrolled_at + ${day} END,
    CASE WHEN status = 'completed' THEN min(enrolled_at + share * ${day}, ${now}) END,
    CASE WHEN status IN ('completed', 'in_progress')
      THEN min(enrolled_at + share * ${day}, ${now}) END,
    CASE WHEN share % 10 < 8 THEN enrolled_at + 90 * ${day} END,
    CASE WHEN share = 99 THEN enrolled_at + 300 * ${day} END
  FROM (
    SELECT u.id AS user_id, (u.branch_id * 37 + j.i * 7) % ${all} + 1 AS course_id,
      CASE WHEN ${dice(1)} < 98 THEN 'learner' ELSE 'tutor' END AS level,
      CASE WHEN ${dice(2)} < 55 THEN 'completed' WHEN ${dice(2)} < 75 THEN 'in_progress'
        WHEN ${dice(2)} < 96 THEN 'enrolled' WHEN ${dice(2)} < 98 THEN 'suspended'
        ELSE 'withdrawn' END AS status,
      ${dice(3)} AS share,
      ${now} - (${dice(4)} * 7 + ${dice(5)} % 7) * ${day} / 2 AS enrolled_at
    FROM users u CROSS JOIN n j ORDER BY 1, 2)`;

/** Two supervisors: of one company and forty of its courses, and of everybody in every course. */
const authority = [
  sql`INSERT INTO users (id, key, username, level) VALUES (-1, 'small', 'small', 'power_user'),
    (-2, 'large', 'large', 'power_user')`,
  sql`INSERT INTO datasets (id, name) VALUES (1, 'company'), (2, 'everything')`,
  sql`INSERT INTO dataset_selections (dataset_id, axis, mode) VALUES (1, 'people', 'subset'), (1, 'courses', 'subset'),
    (2, 'people', 'subset'), (2, 'courses', 'subset'), (3, 'people', 'all'), (3, 'courses', 'all'),
    (3, 'plans', 'all')`,
  sql`INSERT INTO datasets (id, name) VALUES (3, 'ceiling')`,
  sql`INSERT INTO dataset_items (dataset_id, kind, item_id) VALUES (1, 'group', 2)`,
  sql`INSERT INTO dataset_items (dataset_id, kind, item_id)
    SELECT DISTINCT 1, 'course', course_id FROM enrollments
    WHERE user_id = (SELECT min(user_id) FROM group_members WHERE group_id = 2)
    ORDER BY course_id LIMIT 40`,
  sql`INSERT INTO dataset_items (dataset_id, kind, item_id) SELECT 2, 'group', id FROM groups`,
  sql`INSERT INTO dataset_items (dataset_id, kind, item_id) SELECT 2, 'course', id FROM courses`,
  sql`INSERT INTO dataset_assignments (power_user_id, dataset_id, valid_from, valid_until)
    VALUES (-1, 1, NULL, NULL), (-2, 2, NULL, NULL)`,
  sql`INSERT INTO profiles (id, name) VALUES (1, 'supervisor')`,
  sql`INSERT INTO profile_permissions (profile_id, permission)
    SELECT 1, value FROM json_each('["reports.view","users.view","courses.view","insights.view",
      "insights.drill_down","reports.export"]')`,
  sql`INSERT INTO grants (power_user_id, profile_id, granted_at) VALUES (-1, 1, 0), (-2, 1, 0)`,
  sql`INSERT INTO sites (id, name, ceiling_dataset_id) VALUES ('portal', 'Portal', 3)`,
];
