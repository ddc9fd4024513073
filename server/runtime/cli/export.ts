/** `ambit export`: a report as a file, which is there whole or not at all (T-43). */
import type { Command } from 'commander';
import { Refusal } from '../../../shared/refusal.ts';
import { writeExport } from '../../command/write-export.ts';
import { atDatabase } from './at-database.ts';
import { toStandardOutput } from './standard-output.ts';
import { writeWhole } from './whole-file.ts';

interface Options {
  readonly as: string;
  readonly site: string;
  readonly report: string;
  readonly format: string;
  readonly question?: string;
  readonly bom: boolean;
  readonly out?: string;
}

export function configure(command: Command): void {
  command
    .requiredOption('--as <username>', 'the power user')
    .requiredOption('--site <id>', 'the site looked through')
    .requiredOption('--report <id>', 'the report, such as enrollments')
    .option('--format <format>', 'csv', 'csv')
    .option('--question <json>', 'filters, sort and columns, as the API takes them')
    .option('--no-bom', 'leave out the byte order mark that spreadsheets ask for')
    .option('--out <file>', 'where to (default: standard output)')
    .action(() =>
      atDatabase(command, async (occasion, output) => {
        const { as: username, question, out, ...rest } = command.opts<Options>();
        const stop = new AbortController();
        const input = { username, ...rest, question: questionOf(question) };
        const parts = await writeExport(occasion, input, stop.signal);
        if (out === undefined) {
          for await (const { text } of parts) await toStandardOutput(text);
          return;
        }
        const { rows, bytes, sha256 } = await writeWhole(out, parts);
        output.print({ file: out, rows, bytes, sha256 }, [
          `Wrote ${rows} rows, ${bytes} bytes to ${out}`,
          `SHA-256 ${sha256}`,
        ]);
      }),
    );
}

function questionOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Refusal('bad-request', '--question is not JSON', { cause });
  }
}
