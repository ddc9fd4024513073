/** The things that rows are about, for the audit: each with all that its rows say of it, before and after. */
import type { AuthorityRow, FileName } from './file.ts';
import { files } from './files.ts';

/** Whose rows those of a file are: the audit's word for it, and the column that names it. */
const subjects: Readonly<Record<FileName, readonly [word: string, column: string]>> = {
  profiles: ['profile', 'name'],
  datasets: ['dataset', 'name'],
  'dataset-items': ['dataset', 'dataset'],
  'dataset-rules': ['dataset', 'dataset'],
  'power-users': ['power_user', 'id'],
  delegations: ['power_user', 'power_user'],
  assignments: ['power_user', 'power_user'],
  sites: ['site', 'id'],
  automations: ['automation', 'name'],
  'automation-datasets': ['automation', 'automation'],
  'automation-rules': ['automation', 'automation'],
};

export interface ThingChange {
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
}

type Tables = Readonly<Record<FileName, readonly AuthorityRow[]>>;

/** By subject, the rows of each file that are about it. */
function thingsOf(tables: Tables): Map<string, Partial<Record<FileName, AuthorityRow[]>>> {
  const things = new Map<string, Partial<Record<FileName, AuthorityRow[]>>>();
  for (const { name } of files) {
    const [word, column] = subjects[name];
    for (const row of tables[name]) {
      const subject = `${word}:${row[column]}`;
      const thing = things.get(subject) ?? {};
      things.set(subject, thing);
      thing[name] = [...(thing[name] ?? []), row];
    }
  }
  return things;
}

/** Every thing of which a row is put or dropped. */
export function thingChanges(
  before: Tables,
  after: Tables,
  touched: readonly (readonly [FileName, AuthorityRow])[],
): ThingChange[] {
  const [was, is] = [thingsOf(before), thingsOf(after)];
  const names = touched.map(([file, row]) => {
    const [word, column] = subjects[file];
    return `${word}:${row[column]}`;
  });
  return [...new Set(names)].map((subject) => ({
    subject,
    before: was.get(subject) ?? null,
    after: is.get(subject) ?? null,
  }));
}
