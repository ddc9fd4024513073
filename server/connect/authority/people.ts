/** Completes the rows of power users: who is meant by a username, and the branch of their own for those who asked for it. */
import { sql } from 'drizzle-orm';
import type { Database } from '../../data/database.ts';
import { quote } from '../bundle/finding.ts';
import type { FileName } from './file.ts';
import type { GivenRow, Refuse } from './parse-file.ts';

/** Whether each power user of the file gets the branch that they sit in, alone or with those below it (PU-109). */
export type BranchAssignment = 'none' | 'branch' | 'branch_and_below';

interface Person {
  readonly id: string;
  readonly username: string;
  readonly branch: string | null;
}

export async function completePeople(
  database: Database,
  given: Map<FileName, readonly GivenRow[]>,
  branches: BranchAssignment,
  refuse: Refuse,
): Promise<void> {
  const rows = given.get('power-users');
  if (rows === undefined) return;
  const people = await readPeople(database, rows);
  const complete = rows.flatMap(({ line, cells }): { person: Person; row: GivenRow }[] => {
    const person = personOf(people, cells, (column, reason) => refuse(line, column, reason));
    if (person === null) return [];
    const { id, username } = person;
    return [{ person, row: { line, cells: { ...cells, id, username } } }];
  });
  given.set(
    'power-users',
    complete.map(({ row }) => row),
  );
  if (branches === 'none') return;
  for (const { person, row } of complete) {
    if (row.cells.level === 'user') continue;
    if (person.branch === null)
      refuse(row.line, null, `${quote(person.username)} sits in no branch`);
    else assignBranch(given, { ...person, branch: person.branch }, row.line, branches);
  }
}

async function readPeople(database: Database, rows: readonly GivenRow[]): Promise<Person[]> {
  const named = JSON.stringify(rows.flatMap(({ cells }) => [cells.id ?? '', cells.username ?? '']));
  const [found = []] = await database.read(
    sql`SELECT u.key, u.username, b.key FROM users u LEFT JOIN branches b ON b.id = u.branch_id
      WHERE u.key IN (SELECT value FROM json_each(${named}))
      OR u.username IN (SELECT value FROM json_each(${named}))`,
  );
  return found.map(([id, username, branch]) => ({
    id: String(id),
    username: String(username),
    branch: branch === null || branch === undefined ? null : String(branch),
  }));
}

function personOf(
  people: readonly Person[],
  { id = '', username = '' }: Readonly<Record<string, string>>,
  refuse: (column: string | null, reason: string) => void,
): Person | null {
  if (id === '' && username === '') refuse(null, 'an id or a username is required');
  const byId = people.find((one) => one.id === id);
  const byName = people.find((one) => one.username === username);
  if (id !== '' && byId === undefined) refuse('id', `nobody has the id ${quote(id)}`);
  else if (username !== '' && byName === undefined) {
    refuse('username', `nobody has the username ${quote(username)}`);
  } else if (id !== '' && username !== '' && byId !== byName) {
    refuse('username', `${quote(username)} has the id ${quote(byName?.id ?? '')}`);
  } else return byId ?? byName ?? null;
  return null;
}

/** A private dataset of theirs: the people of their branch in every course, which the site's ceiling cuts down. */
function assignBranch(
  given: Map<FileName, readonly GivenRow[]>,
  { id, username, branch }: Person & { branch: string },
  line: number,
  branches: BranchAssignment,
): void {
  const dataset = `Branch of ${username}`;
  const descendants = String(branches === 'branch_and_below');
  const rows = {
    datasets: { name: dataset, owner: id, people: 'subset', courses: 'all', plans: 'all' },
    'dataset-items': { dataset, kind: 'branch', id: branch, descendants },
    assignments: { power_user: id, dataset, valid_from: '', valid_until: '' },
  } as const;
  for (const [file, cells] of Object.entries(rows)) {
    given.set(file as FileName, [...(given.get(file as FileName) ?? []), { line, cells }]);
  }
}
