/** Reads one file into its staging tables, block by block, so that a file of any length takes the same memory. */
import type { Kind } from './column.ts';
import { createCsvScanner } from './csv.ts';
import type { Desk } from './desk.ts';
import { type Findings, Unreadable } from './finding.ts';
import type { KnownFields } from './header.ts';
import { createIntake, type Intake } from './intake.ts';
import { fileOf } from './kinds.ts';
import type { StagedKind } from './staging.ts';
import { textBlocks } from './text-blocks.ts';

export interface FileContext {
  readonly desk: Desk;
  readonly findings: Findings;
  /** Ids of the additional fields that this file may carry; undefined where it carries none. */
  readonly fields: KnownFields | undefined;
  readonly signal: AbortSignal | undefined;
  /** Told after each block: the block's bytes, and the rows of the file so far. */
  onBlock(bytes: number, rows: number): void;
}

export interface StagedFile {
  readonly staged: readonly StagedKind[];
  readonly rows: number;
  /** Whether every row was met, so that what is not among them is known to be missing. */
  readonly complete: boolean;
}

/** @throws whatever the stream or the database throws; what is wrong with the file goes to `findings`. */
export async function stageFile(
  kind: Kind,
  open: () => ReadableStream<Uint8Array>,
  context: FileContext,
): Promise<StagedFile> {
  const refuse = (line: number | null, column: string | null, reason: string) =>
    context.findings.add({ file: fileOf(kind), line, column, reason });
  const intake = createIntake(kind, context.fields, refuse);
  let readable = true;
  try {
    await readRecords(intake, open(), context);
    if (intake.header === 'none') {
      refuse(null, null, 'the file is empty; its first row must name the columns');
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    refuse(error.line, null, error.message);
    readable = false;
  }
  const { staged, rows, header } = intake;
  return { staged, rows, complete: readable && header === 'taken' };
}

async function readRecords(
  intake: Intake,
  stream: ReadableStream<Uint8Array>,
  { desk, signal, onBlock }: FileContext,
): Promise<void> {
  const scanner = createCsvScanner(intake.record);
  const flush = async () => {
    for (const statement of intake.takeStatements()) await desk.write([statement]);
  };
  let bytes = 0;
  const blocks = textBlocks(stream, (count) => {
    bytes += count;
  });
  try {
    for await (const block of blocks) {
      signal?.throwIfAborted();
      scanner.push(block);
      await flush();
      onBlock(bytes, intake.rows);
      bytes = 0;
    }
    scanner.end();
  } finally {
    // Rows before a break in the file are staged too: they may have findings of their own.
    intake.finish();
    await flush();
    onBlock(bytes, intake.rows);
  }
}
