/** Everything that must hold of the authority before it is written: what rows refer to, limits, and what names may be. */
import { sql } from 'drizzle-orm';
import { itemKinds } from '../../../shared/scope.ts';
import { itemTables } from '../../command/dataset-record.ts';
import type { Database } from '../../data/database.ts';
import { profilesEach } from '../../scope/automation.ts';
import { maxDatasetsPerPowerUser } from '../../scope/scope.ts';
import { quote } from '../bundle/finding.ts';
import { checkNames } from './check-names.ts';
import { checkRules } from './check-rules.ts';
import { type Checked, type CheckOptions, type Known, listOf, type Tell } from './checking.ts';
import type { AuthorityRow, FileName } from './file.ts';
import { fileOf } from './files.ts';
import type { AuthorityTables } from './read-authority.ts';
import type { Wanted, WantedRow } from './wanted.ts';

export async function checkAuthority(
  database: Database,
  tables: AuthorityTables,
  wanted: Wanted,
  options: CheckOptions,
  tell: Tell,
): Promise<void> {
  const known = await readKnown(database, wanted);
  const world: Checked = { wanted, known, options, tell, isNew: newRows(tables) };
  checkNames(world);
  checkPeople(world);
  checkReferences(world);
  checkRules(world);
  checkWholes(world);
}

const newRows = (tables: AuthorityTables) => {
  const present = new Map(
    Object.entries(tables).map(([name, rows]) => [
      name,
      new Set(rows.map((cells) => shapeOf(name as FileName, cells))),
    ]),
  );
  return (file: FileName, { cells }: WantedRow) => !present.get(file)?.has(shapeOf(file, cells));
};

const shapeOf = (file: FileName, cells: AuthorityRow): string =>
  JSON.stringify(fileOf(file).columns.map(({ name }) => cells[name] ?? ''));

async function readKnown(database: Database, wanted: Wanted): Promise<Known> {
  const people = [
    ...wanted['power-users'].flatMap(({ cells }) => [cells.id, cells.promoted_by]),
    ...wanted.datasets.flatMap(({ cells }) => [cells.owner, cells.made_by]),
    ...wanted.assignments.map(({ cells }) => cells.power_user),
    ...wanted.delegations.flatMap(({ cells }) => [cells.power_user, cells.given_by]),
  ];
  const kinds = Object.entries(itemTables);
  const items = wanted['dataset-items'].map(({ cells }) => cells);
  const [levels = [], fields = [], ...found] = await database.read(
    sql`SELECT key, level FROM users WHERE key IN (SELECT value FROM json_each(${JSON.stringify(people)}))`,
    sql`SELECT key FROM user_fields`,
    ...kinds.map(([kind, table]) => {
      const ids = items.filter((one) => one.kind === kind).map(({ id }) => id);
      return sql`SELECT key FROM ${sql.raw(table)}
        WHERE key IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
    }),
  );
  return {
    people: new Map(levels.map(([key, level]) => [String(key), String(level)])),
    fields: new Set(fields.map(([key]) => String(key))),
    items: new Set(
      kinds.flatMap(([kind], at) => (found[at] ?? []).map(([key]) => `${kind} ${String(key)}`)),
    ),
  };
}

function checkPeople({ wanted, known, tell }: Checked): void {
  for (const row of wanted['power-users']) {
    const { id = '', profile_name } = row.cells;
    const level = known.people.get(id);
    if (level === undefined) tell('power-users', row, 'id', `nobody has the id ${quote(id)}`);
    if (level === 'superadmin') tell('power-users', row, 'id', `${quote(id)} is a superadmin`);
    const given = wanted.delegations.filter(
      ({ cells }) => cells.power_user === id && cells.use === 'hold',
    );
    const held = [...listOf(profile_name), ...given.map(({ cells }) => cells.profile ?? '')];
    for (const name of held.filter((one, at) => held.indexOf(one) < at)) {
      tell(
        'power-users',
        row,
        'profile_name',
        `${quote(name)} is held twice, by hand and by delegation`,
      );
    }
    if (held.length > profilesEach) {
      const told = `a power user holds at most ${profilesEach} profiles, not ${held.length}`;
      tell('power-users', row, 'profile_name', told);
    }
  }
  const counts = new Map<string, number>();
  for (const row of wanted.assignments) {
    const { power_user = '', valid_from = '', valid_until = '' } = row.cells;
    const count = (counts.get(power_user) ?? 0) + 1;
    counts.set(power_user, count);
    if (count === maxDatasetsPerPowerUser + 1) {
      tell(
        'assignments',
        row,
        'power_user',
        `a power user holds at most ${maxDatasetsPerPowerUser} datasets`,
      );
    }
    if (valid_from !== '' && valid_until !== '' && valid_from >= valid_until) {
      tell('assignments', row, 'valid_until', 'must be after valid_from');
    }
  }
}

/** Which column of which file names what. */
const references: readonly (readonly [FileName, string, FileName, string])[] = [
  ['dataset-items', 'dataset', 'datasets', 'name'],
  ['dataset-rules', 'dataset', 'datasets', 'name'],
  ['datasets', 'owner', 'power-users', 'id'],
  ['datasets', 'cut_from', 'datasets', 'name'],
  ['datasets', 'made_by', 'power-users', 'id'],
  ['power-users', 'profile_name', 'profiles', 'name'],
  ['delegations', 'power_user', 'power-users', 'id'],
  ['delegations', 'profile', 'profiles', 'name'],
  ['delegations', 'given_by', 'power-users', 'id'],
  ['assignments', 'power_user', 'power-users', 'id'],
  ['assignments', 'dataset', 'datasets', 'name'],
  ['sites', 'ceiling', 'datasets', 'name'],
  ['automations', 'profile', 'profiles', 'name'],
  ['automation-datasets', 'automation', 'automations', 'name'],
  ['automation-datasets', 'dataset', 'datasets', 'name'],
  ['automation-rules', 'automation', 'automations', 'name'],
];

const things: Partial<Record<FileName, string>> = {
  datasets: 'dataset',
  profiles: 'profile',
  automations: 'automation',
  'power-users': 'power user',
};

function checkReferences({ wanted, known, tell, isNew }: Checked): void {
  for (const [file, column, target, targetColumn] of references) {
    const there = new Set(wanted[target].map(({ cells }) => cells[targetColumn]));
    for (const row of wanted[file]) {
      const isList = fileOf(file).columns.find(({ name }) => name === column)?.type === 'list';
      const text = row.cells[column] ?? '';
      for (const name of isList ? listOf(text) : text === '' ? [] : [text]) {
        // Whoever gave something may be gone: it then counts for nothing, and may stay.
        const may = (column === 'given_by' || column === 'made_by') && !isNew(file, row);
        if (!there.has(name) && !may) {
          tell(file, row, column, `there is no ${things[target]} ${quote(name)}, or none any more`);
        }
      }
    }
  }
  for (const row of wanted['dataset-items']) {
    const { kind = '', id = '', descendants } = row.cells;
    if (!known.items.has(`${kind} ${id}`))
      tell('dataset-items', row, 'id', `there is no ${kind} ${quote(id)}`);
    const descends = Object.entries(itemKinds).some(
      ([one, facts]) => one === kind && facts.descends,
    );
    if (descendants === 'true' && !descends) {
      tell('dataset-items', row, 'descendants', 'only branches and categories have descendants');
    }
  }
  const datasets = new Map(wanted.datasets.map(({ cells }) => [cells.name, cells]));
  for (const row of wanted.assignments) {
    const owner = datasets.get(row.cells.dataset)?.owner ?? '';
    if (owner !== '' && owner !== row.cells.power_user) {
      tell('assignments', row, 'dataset', `it is private to ${quote(owner)}`);
    }
  }
  const shared: readonly (readonly [FileName, string])[] = [
    ['sites', 'ceiling'],
    ['automation-datasets', 'dataset'],
  ];
  for (const [file, column] of shared) {
    for (const row of wanted[file]) {
      const { owner = '', made_by = '' } = datasets.get(row.cells[column]) ?? {};
      if (owner !== '' || made_by !== '') tell(file, row, column, 'it is the own of a power user');
    }
  }
}

/** An automation gives something to somebody. */
function checkWholes({ wanted, tell }: Checked): void {
  for (const row of wanted.automations) {
    for (const [file, what] of [
      ['automation-datasets', 'dataset'],
      ['automation-rules', 'rule'],
    ] as const) {
      if (!wanted[file].some(({ cells }) => cells.automation === row.cells.name)) {
        tell('automations', row, 'name', `has no ${what} in ${file}.csv`);
      }
    }
  }
}
