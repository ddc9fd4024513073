/** `ambit import`: a folder of CSV files into the database, all of it or nothing (docs/import.md). */
import { type Options as BarOptions, Presets, SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { Refusal } from '../../../shared/refusal.ts';
import {
  type Finding,
  type ImportProgress,
  type ImportResult,
  importBundle,
} from '../../connect/bundle/import-bundle.ts';
import { type BundleFolder, openBundleFolder } from '../bundle-folder.ts';
import { atDatabase, type GlobalOptions } from './at-database.ts';
import { counted, table } from './output.ts';

interface Options extends GlobalOptions {
  readonly replace?: boolean;
  readonly dryRun?: boolean;
  readonly allowMassDelete?: boolean;
  readonly allowReassign?: boolean;
}

export function configure(command: Command): void {
  command
    .argument('<folder>', 'the bundle: one CSV file a kind')
    .option('--replace', 'each file is full: rows that it lacks are deleted')
    .option('--dry-run', 'check everything and count what would change')
    .option('--allow-mass-delete', 'let a replacement delete more than half of a table')
    .option('--allow-reassign', 'let a known id become another person')
    .action((folder: string) =>
      atDatabase(
        command,
        async ({ database, actor, nowSeconds }, output) => {
          const { json, ...options } = command.optsWithGlobals<Options>();
          const bundle = await openFolder(folder);
          const stop = new AbortController();
          process.once('SIGINT', () =>
            stop.abort(new Refusal('conflict', 'Stopped: nothing was imported')),
          );
          const bar = progressBar(bundle.bytes);
          const result = await importBundle(database, bundle.files, {
            ...options,
            actor,
            nowSeconds,
            signal: stop.signal,
            onProgress: bar.tell,
          }).finally(bar.end);
          if (result.findingCount === 0 || json)
            output.print(resultWire(result), resultLines(result));
          if (result.findingCount > 0) throw refusalOf(result);
        },
        'create',
      ),
    );
}

async function openFolder(folder: string): Promise<BundleFolder> {
  try {
    return await openBundleFolder(folder);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Refusal('bad-request', `The bundle can't be read: ${why}`, { cause });
  }
}

const steps: Record<ImportProgress['step'], (progress: ImportProgress) => string> = {
  read: ({ file, rowsRead }) => `${file} ${rowsRead} rows`,
  check: () => 'checking',
  write: () => 'writing',
};

const barOptions: BarOptions = {
  format: '{bar} {percentage}% {what}',
  etaBuffer: 50,
  hideCursor: true,
  clearOnComplete: true,
  stream: process.stderr,
};

/** Bytes read, on standard error and on terminals alone. */
function progressBar(totalBytes: number) {
  const bar = new SingleBar(barOptions, Presets.shades_classic);
  if (process.stderr.isTTY) bar.start(Math.max(totalBytes, 1), 0, { what: '' });
  return {
    tell: (progress: ImportProgress) => {
      const what = steps[progress.step](progress);
      bar.update(Math.min(progress.bytesRead, totalBytes), { what });
    },
    end: () => bar.stop(),
  };
}

function resultLines({ applied, counts }: ImportResult): string[] {
  const rows = [...counts].map(([kind, { inserted, updated, unchanged, deleted }]) => [
    kind,
    ...[inserted, updated, unchanged, deleted].map(String),
  ]);
  return [
    applied ? 'Imported' : 'Nothing was changed; the import would come to',
    ...table(['kind', 'new', 'changed', 'the same', 'deleted'], rows),
  ];
}

const resultWire = ({ applied, findings, findingCount, counts }: ImportResult) => ({
  applied,
  finding_count: findingCount,
  findings,
  counts: Object.fromEntries(counts),
});

/** The findings as places; all are counted, the first hundred told. */
function refusalOf({ findings, findingCount }: ImportResult): Refusal {
  const more = findingCount > findings.length ? `, of which the first ${findings.length} are` : '';
  const told = `Nothing was imported: ${counted(findingCount, 'finding')}${more}`;
  return new Refusal('unprocessable', told, {
    places: findings.map((finding) => ({ field: placeOf(finding), message: finding.reason })),
  });
}

const placeOf = ({ file, line, column }: Finding): string =>
  [file, line && `line ${line}`, column && `column ${column}`].filter(Boolean).join(', ');
