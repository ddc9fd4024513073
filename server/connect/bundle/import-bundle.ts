/** Imports a bundle of CSV files: everything or nothing, and nothing twice. */
import { Refusal } from '../../../shared/refusal.ts';
import { type Actor, authorize } from '../../command/actor.ts';
import { audit } from '../../command/audit.ts';
import type { Database } from '../../data/database.ts';
import { checkBundle } from './check-bundle.ts';
import type { KindName } from './column.ts';
import { type Desk, takeDesk } from './desk.ts';
import { createFindings, type Finding, type Findings } from './finding.ts';
import { fileOf, kinds } from './kinds.ts';
import { type Changes, mergeStatements } from './merge.ts';
import { type BundleFiles, stageBundle } from './stage-bundle.ts';

export type { Finding } from './finding.ts';
export type { BundleFiles } from './stage-bundle.ts';

export interface ImportProgress {
  readonly step: 'read' | 'check' | 'write';
  /** The file at hand. */
  readonly file: string;
  /** Of all files so far; what they have in all only the caller knows. */
  readonly bytesRead: number;
  /** Of this file so far. */
  readonly rowsRead: number;
}

export interface ImportOptions {
  readonly actor: Actor;
  /** Unix seconds. */
  readonly nowSeconds: number;
  /** Each file is full: rows of its kind that it lacks are deleted. Without it they stay. */
  readonly replace?: boolean;
  /** Checks everything and counts what would change, and changes nothing. */
  readonly dryRun?: boolean;
  /** Lets a replacement delete more than half of a table. */
  readonly allowMassDelete?: boolean;
  /** Lets a known id become another person, and a certificate another's. */
  readonly allowReassign?: boolean;
  /** How long another import must have shown no sign of life before this one takes its place; 30 seconds. */
  readonly idleSeconds?: number;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal;
}

export interface KindCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  /** With rows that go because what they belong to goes. */
  readonly deleted: number;
}

export interface ImportResult {
  /** Whether the database changed: false after a dry run, or with any finding. */
  readonly applied: boolean;
  /** What is wrong, in the order of files and lines; at most the first 100. */
  readonly findings: readonly Finding[];
  readonly findingCount: number;
  /** What was done, or would be, for each kind that is concerned. */
  readonly counts: ReadonlyMap<KindName, KindCounts>;
}

/**
 * Reads, checks and merges a bundle (docs/import.md). With any finding nothing is written; without one, all of it in
 * one atomic batch with its audit row, so that an import killed at any moment leaves the database as before or as after.
 * Rows that say what the database says are not touched: the same bundle again moves no version.
 * @param files by name, e.g. `users.csv`; each stream is opened when its turn comes.
 * @throws Refusal `forbidden` for an actor who may not import, `conflict` while another import is at work or where a
 * replacement would delete a site's ceiling; the reason of an aborted `signal`; whatever a stream throws.
 */
export async function importBundle(
  database: Database,
  files: BundleFiles,
  options: ImportOptions,
): Promise<ImportResult> {
  authorize(options.actor, 'bundle.import');
  const desk = await takeDesk(database, options.idleSeconds ?? 30);
  let cleared = false;
  try {
    const findings = createFindings();
    const changes = await examine(desk, files, options, findings);
    const counts = countsOf(changes);
    const applied = findings.total === 0 && !options.dryRun;
    if (applied) {
      const { actor, nowSeconds, replace = false } = options;
      const after = { replace, counts: Object.fromEntries(counts) };
      const event = {
        actor,
        action: 'bundle.import',
        subject: 'bundle',
        before: null,
        after,
        nowSeconds,
      } as const;
      await merging(desk.write([...changes.statements, audit(event), ...desk.clearing]));
      cleared = true;
    }
    return { applied, findings: inOrder(findings), findingCount: findings.total, counts };
  } finally {
    if (!cleared) await clear(desk);
  }
}

async function examine(desk: Desk, files: BundleFiles, options: ImportOptions, findings: Findings) {
  const { replace = false, allowMassDelete = false, allowReassign = false, signal } = options;
  let progress: ImportProgress = { step: 'read', file: '', bytesRead: 0, rowsRead: 0 };
  const tell = (change: Partial<ImportProgress>) => {
    progress = { ...progress, ...change };
    options.onProgress?.(progress);
  };
  const bundle = await stageBundle(
    desk,
    files,
    { replace, signal, onRead: (file, bytesRead, rowsRead) => tell({ file, bytesRead, rowsRead }) },
    findings,
  );
  const changes = await checkBundle(
    desk,
    bundle,
    {
      allowMassDelete,
      allowReassign,
      signal,
      onCheck: (name) => tell({ step: 'check', file: `${name}.csv` }),
    },
    findings,
  );
  signal?.throwIfAborted();
  tell({ step: 'write' });
  return { ...changes, statements: mergeStatements(bundle, changes) };
}

function countsOf({ compared, vanishing }: Changes): Map<KindName, KindCounts> {
  const counts = new Map<KindName, KindCounts>();
  for (const { name } of kinds) {
    const { inserted = 0, updated = 0, unchanged = 0, removed = 0 } = compared.get(name) ?? {};
    const deleted = removed + (vanishing.get(name) ?? 0);
    if (compared.has(name) || deleted > 0)
      counts.set(name, { inserted, updated, unchanged, deleted });
  }
  return counts;
}

function inOrder({ listed }: Findings): Finding[] {
  const order = new Map(kinds.map((kind, at) => [fileOf(kind), at]));
  const place = ({ file }: Finding) => order.get(file) ?? -1;
  return listed.toSorted((a, b) => place(a) - place(b) || (a.line ?? 0) - (b.line ?? 0));
}

/** A replacement can't take away the dataset that a site must not be without; only the merge itself meets that. */
async function merging(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (cause) {
    if (!(cause instanceof Error && cause.message.includes('the ceiling of a site'))) throw cause;
    const detail =
      'Somebody who would be deleted owns the dataset that is the ceiling of a site: give the site another one first';
    throw new Refusal('conflict', detail, { cause });
  }
}

/** Leaves nothing behind; where even that fails, the next import clears up, and the first error is what matters. */
async function clear(desk: Desk): Promise<void> {
  try {
    await desk.write(desk.clearing);
  } catch {}
}
