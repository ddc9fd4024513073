/** Reads every file of a bundle into staging tables, those first that others refer to. */
import { sql } from 'drizzle-orm';
import type { Bundle } from './bundle.ts';
import type { Kind, KindName } from './column.ts';
import { hasOwnId } from './column.ts';
import { type Desk, stagingTable } from './desk.ts';
import { type Findings, quote } from './finding.ts';
import type { KnownFields } from './header.ts';
import { filedKinds, fileOf } from './kinds.ts';
import { stageFile } from './stage-file.ts';
import { indexStaging, type StagedKind } from './staging.ts';

/** A bundle's files by name, each opened when it is its turn, and once. */
export type BundleFiles = ReadonlyMap<string, () => ReadableStream<Uint8Array>>;

export interface StagingOptions {
  readonly replace: boolean;
  readonly signal: AbortSignal | undefined;
  /** Bytes read of all files, and rows read of the one at hand. */
  onRead(file: string, bytes: number, rows: number): void;
}

/** What is wrong with files goes to `findings`; what they bring is staged all the same, to find what else is. */
export async function stageBundle(
  desk: Desk,
  files: BundleFiles,
  options: StagingOptions,
  findings: Findings,
): Promise<Bundle> {
  refuseUnknownFiles(files, findings);
  const staged: StagedKind[] = [];
  const broken = new Set<KindName>();
  let bytes = 0;
  for (const kind of filedKinds) {
    const file = fileOf(kind);
    const open = files.get(file);
    if (!open) continue;
    const result = await stageFile(kind, open, {
      desk,
      findings,
      fields: kind.name === 'users' ? await knownFields(desk, staged, broken, options) : undefined,
      signal: options.signal,
      onBlock(read, rows) {
        bytes += read;
        options.onRead(file, bytes, rows);
      },
    });
    if (!result.complete) broken.add(kind.name);
    staged.push(...result.staged);
    if (options.replace && result.complete && result.rows === 0) {
      const reason = 'a full replacement by a file without rows would delete everything';
      findings.add({ file, line: null, column: null, reason });
    }
    await desk.write(
      result.staged.filter(({ kind }) => isLookedUp(kind, options)).map(indexStaging),
    );
  }
  return { staged, broken, replace: options.replace };
}

/** References look up rows by id; a replacement looks up every row of the table. */
const isLookedUp = (kind: Kind, { replace }: StagingOptions): boolean => hasOwnId(kind) || replace;

function refuseUnknownFiles(files: BundleFiles, findings: Findings): void {
  const known = new Set(filedKinds.map(fileOf));
  if (files.size === 0) {
    const reason = `there is no file in it; a bundle has ${[...known].join(', ')}`;
    findings.add({ file: 'bundle', line: null, column: null, reason });
  }
  for (const file of files.keys()) {
    if (known.has(file)) continue;
    const meant = [...known].find((name) => name === file.trim().toLowerCase());
    const hint = meant ? `did you mean ${meant}?` : `a bundle has ${[...known].join(', ')}`;
    findings.add({
      file,
      line: null,
      column: null,
      reason: `${quote(file)} is no file of a bundle; ${hint}`,
    });
  }
}

/** The additional fields that `users.csv` may have columns for. */
async function knownFields(
  desk: Desk,
  staged: readonly StagedKind[],
  broken: ReadonlySet<KindName>,
  { replace }: StagingOptions,
): Promise<KnownFields> {
  // Nobody can say which fields a broken file would have brought.
  if (broken.has('user_fields')) return { has: () => true };
  const isStaged = staged.some(({ kind }) => kind.name === 'user_fields');
  const queries = [
    ...(replace && isStaged ? [] : [sql`SELECT key FROM user_fields`]),
    ...(isStaged ? [sql.raw(`SELECT id FROM "${stagingTable('user_fields')}"`)] : []),
  ];
  const answers = await desk.read(...queries);
  return new Set(answers.flat().map(([id]) => String(id)));
}
