/** `ambit authority`: the whole authority as CSV files, out to be reviewed and versioned, and back (docs/authority.md). */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Command, Option } from 'commander';
import { Refusal } from '../../../shared/refusal.ts';
import { exportAuthority } from '../../connect/authority/export-authority.ts';
import {
  type AuthorityImportResult,
  importAuthority,
} from '../../connect/authority/import-authority.ts';
import type { BranchAssignment } from '../../connect/authority/people.ts';
import type { BundleFiles } from '../../connect/bundle/import-bundle.ts';
import { openBundleFolder } from '../bundle-folder.ts';
import { atDatabase } from './at-database.ts';
import { settledLines, settledWire } from './automation-view.ts';
import { counted, table } from './output.ts';

interface ImportFlags {
  readonly replace?: boolean;
  readonly dryRun?: boolean;
  readonly autoAssignBranches?: BranchAssignment | true;
  readonly allowSensitive?: boolean;
}

export function configure(command: Command): void {
  const take = command
    .command('import')
    .description('put the authority to what the files say: all of it or nothing')
    .argument('<path>', 'a folder of the files, or one file of power users')
    .option('--replace', 'each file is full: what it lacks is taken away')
    .option('--dry-run', 'check everything, and tell row by row what would change')
    .option('--allow-sensitive', 'let rules use placeholders such as {power_user.gender}')
    .addOption(
      new Option(
        '--auto-assign-branches [reach]',
        'give each power user the branch that they sit in',
      )
        .choices(['branch', 'branch_and_below'])
        .preset('branch'),
    );
  take.action((path: string) =>
    atDatabase(take, async (occasion, output) => {
      const { autoAssignBranches, json, ...flags } = take.optsWithGlobals<
        ImportFlags & { json?: boolean }
      >();
      const branches = autoAssignBranches as BranchAssignment | undefined;
      const options = { ...flags, ...(branches && { branches }) };
      const result = await importAuthority(occasion, await openFiles(path), options);
      if (result.findingCount === 0 || json) output.print(resultWire(result), resultLines(result));
      if (result.findingCount > 0) throw refusalOf(result);
    }),
  );
  const give = command
    .command('export')
    .description('write the whole authority as CSV files, the same each time')
    .argument('<folder>', 'is made where it is missing; its files are written anew');
  give.action((folder: string) =>
    atDatabase(give, async ({ database }, output) => {
      const files = await exportAuthority(database);
      await mkdir(folder, { recursive: true });
      for (const [name, text] of files) await writeFile(join(folder, name), text);
      const names = [...files.keys()];
      output.print({ folder, files: names }, [
        `Wrote ${counted(names.length, 'file')} to ${folder}`,
      ]);
    }),
  );
}

/** A folder; or one file, whatever it is called, as the file of power users. */
async function openFiles(path: string): Promise<BundleFiles> {
  try {
    if ((await stat(path)).isDirectory()) return (await openBundleFolder(path)).files;
    const { files } = await openBundleFolder(dirname(path));
    const open = [...files].find(([name]) => join(dirname(path), name) === join(path))?.[1];
    return new Map(open ? [['power-users.csv', open]] : []);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Refusal('bad-request', `The files can't be read: ${why}`, { cause });
  }
}

/** Rows named one by one; `--json` has all of them. */
const namedRows = 100;

function resultLines({ applied, rows, settled }: AuthorityImportResult): string[] {
  const moved = rows.filter(({ change }) => change !== 'unchanged');
  const told = moved
    .slice(0, namedRows)
    .map(({ file, line, row, change, because }) => [
      file,
      line === null ? '-' : String(line),
      change,
      because === '' ? row : `${row} (${because})`,
    ]);
  const more = moved.length - told.length;
  return [
    applied ? 'Imported' : 'Nothing was changed; the import would come to',
    ...(told.length === 0 ? [] : table(['file', 'line', 'change', 'row'], told)),
    ...(more > 0 ? [`and ${more} more`] : []),
    `${counted(moved.length, 'row')} changed, ${rows.length - moved.length} the same`,
    ...(settled === null ? [] : settledLines(settled)),
  ];
}

const resultWire = ({ applied, findings, findingCount, rows, settled }: AuthorityImportResult) => ({
  applied,
  finding_count: findingCount,
  findings,
  rows,
  automations: settled === null ? null : settledWire(settled),
});

function refusalOf({ findings, findingCount }: AuthorityImportResult): Refusal {
  const more = findingCount > findings.length ? `, of which the first ${findings.length} are` : '';
  const told = `Nothing was imported: ${counted(findingCount, 'finding')}${more}`;
  return new Refusal('unprocessable', told, {
    places: findings.map(({ file, line, column, reason }) => ({
      field: [file, line && `line ${line}`, column && `column ${column}`]
        .filter(Boolean)
        .join(', '),
      message: reason,
    })),
  });
}
