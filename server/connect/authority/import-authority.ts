/** Puts the authority to what CSV files say: all of it or nothing, and nothing twice (PU-106 to PU-109). */
import { type SQL, sql } from 'drizzle-orm';
import { Refusal } from '../../../shared/refusal.ts';
import { authorize } from '../../command/actor.ts';
import { audits } from '../../command/audit.ts';
import type { Occasion } from '../../command/change.ts';
import { type Settled, settleAutomations } from '../../command/settle-automations.ts';
import { guard, isGuardFailure } from '../../data/database.ts';
import { createFindings, type Finding, type Findings } from '../bundle/finding.ts';
import type { BundleFiles } from '../bundle/import-bundle.ts';
import { checkAuthority } from './check.ts';
import { type FileName, fileNamed, fileNames } from './file.ts';
import { fileOf } from './files.ts';
import { type GivenRow, parseFile } from './parse-file.ts';
import { type BranchAssignment, completePeople } from './people.ts';
import { type Authority, readAuthority, stampColumns } from './read-authority.ts';
import { thingChanges } from './things.ts';
import {
  changesOf,
  type FileChange,
  type RowChange,
  refuseRepeated,
  typed,
  type Wanted,
  wantedBy,
} from './wanted.ts';

export interface AuthorityImportOptions {
  /** Each file that is there is full: what it lacks of its kind is taken away. Without it the rest stays. */
  readonly replace?: boolean;
  /** Checks everything, tells what would change row by row, and changes nothing. */
  readonly dryRun?: boolean;
  /** Gives each power user of the file the branch that they sit in. */
  readonly branches?: BranchAssignment;
  /** Lets new rules use placeholders such as `{power_user.gender}`. */
  readonly allowSensitive?: boolean;
}

export interface AuthorityImportResult {
  readonly applied: boolean;
  /** The first hundred; with any of them nothing is written. */
  readonly findings: readonly Finding[];
  readonly findingCount: number;
  /** Every row of the files, and every row that is taken away. Empty where there are findings. */
  readonly rows: readonly RowChange[];
  /** What automations gave and took because of it. */
  readonly settled: Settled | null;
}

/** An import that meets another change looks again; this often, before it gives up. */
const attempts = 8;

/**
 * @param files by name, such as `power-users.csv`; a kind whose file is missing is not touched
 * @throws Refusal `forbidden` for an actor who may not import; `conflict` when the authority would not stand still;
 * whatever a stream throws
 */
export async function importAuthority(
  occasion: Occasion,
  bundle: BundleFiles,
  options: AuthorityImportOptions = {},
): Promise<AuthorityImportResult> {
  authorize(occasion.actor, 'authority.import');
  const findings = createFindings();
  const parsed = await parseAll(bundle, findings);
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const found = attempt === 1 ? findings : createFindings();
    const given = new Map(parsed);
    const { database } = occasion;
    await completePeople(database, given, options.branches ?? 'none', (line, column, reason) =>
      found.add({ file: fileNamed('power-users'), line, column, reason }),
    );
    for (const [name, rows] of given) {
      refuseRepeated(fileOf(name), rows, (line, column, reason) =>
        found.add({ file: fileNamed(name), line, column, reason }),
      );
    }
    const authority = await readAuthority(database);
    const replaced = new Set(options.replace ? parsed.keys() : []);
    const wanted = wantedBy(authority.tables, given, replaced);
    const { allowSensitive = false } = options;
    await checkAuthority(
      database,
      authority.tables,
      wanted,
      { allowSensitive },
      (file, row, column, reason) =>
        found.add({
          file: fileNamed(file),
          line: row.line,
          column,
          reason: reasonOf(row.line, row.cells, file, reason),
        }),
    );
    const result = { findings: found.listed, findingCount: found.total, settled: null };
    if (found.total > 0) return { ...result, applied: false, rows: [] };
    const changes = changesOf(authority.tables, wanted, given);
    const rows = changes.flatMap((change) => change.rows);
    if (options.dryRun) return { ...result, applied: false, rows };
    try {
      await write(occasion, authority, wanted, changes);
      return { ...result, applied: true, rows, settled: await settleAutomations(occasion) };
    } catch (error) {
      if (!isGuardFailure(error)) throw error;
    }
  }
  throw new Refusal('conflict', 'The authority kept changing meanwhile; try again');
}

/** A row that no file names is told by its key. */
const reasonOf = (
  line: number | null,
  cells: Readonly<Record<string, string>>,
  file: FileName,
  reason: string,
): string =>
  line === null
    ? `${fileOf(file)
        .key.map((column) => cells[column])
        .join(' · ')}: ${reason}`
    : reason;

async function parseAll(
  bundle: BundleFiles,
  findings: Findings,
): Promise<Map<FileName, readonly GivenRow[]>> {
  const parsed = new Map<FileName, readonly GivenRow[]>();
  for (const [file, open] of bundle) {
    const name = fileNames.find((one) => fileNamed(one) === file);
    const refuse = (line: number | null, column: string | null, reason: string) =>
      findings.add({ file, line, column, reason });
    if (name === undefined) {
      refuse(
        null,
        null,
        `no file of the authority has this name; there are ${fileNames.map(fileNamed).join(', ')}`,
      );
    } else parsed.set(name, await parseFile(fileOf(name), open(), refuse));
  }
  return parsed;
}

/** What is new first, in the order of the files; then what goes, the other way round. */
async function write(
  { database, actor, nowSeconds }: Occasion,
  { tables, stamp }: Authority,
  wanted: Wanted,
  changes: readonly FileChange[],
): Promise<void> {
  const touched = changes.flatMap(({ file, put, drop }) =>
    [...put, ...drop].map((row) => [file.name, row] as const),
  );
  if (touched.length === 0) return;
  const json = (name: FileName, rows: readonly Readonly<Record<string, string>>[]): SQL =>
    sql`${JSON.stringify(rows.map((row) => typed(name, row)))}`;
  const after = Object.fromEntries(
    Object.entries(wanted).map(([name, rows]) => [name, rows.map(({ cells }) => cells)]),
  ) as unknown as Authority['tables'];
  await database.write([
    ...stampColumns.map((column, at) => guard(sql`${column} IS ${stamp[at] ?? null}`)),
    ...changes.flatMap(({ file, put }) => (put.length > 0 ? file.put(json(file.name, put)) : [])),
    ...changes
      .toReversed()
      .flatMap(({ file, drop }) => (drop.length > 0 ? file.drop(json(file.name, drop)) : [])),
    ...audits(
      { actor, action: 'authority.import', nowSeconds },
      thingChanges(tables, after, touched),
    ),
  ]);
}
