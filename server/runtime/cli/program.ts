/** The command line `ambit`: finds the command, loads its module alone, and turns refusals into a line and a code. */
import { Command, CommanderError, Option } from 'commander';
import { Refusal } from '../../../shared/refusal.ts';
import { FoundProblems } from './found-problems.ts';
import { safe } from './output.ts';

/** Every command: its module is loaded when it is called for, so that each starts fast. */
const commands = {
  start: { summary: 'serve the API and the widgets', load: () => import('./start.ts') },
  demo: {
    summary: 'try it: a made-up academy and a customer portal to open in a browser',
    load: () => import('./demo.ts'),
  },
  migrate: {
    summary: 'make the database, or bring it to the newest schema',
    load: () => import('./migrate.ts'),
  },
  import: {
    summary: 'take in a bundle of CSV files, all of it or nothing',
    load: () => import('./import.ts'),
  },
  user: {
    summary: 'everybody: list, show, activate, deactivate, move and change',
    load: () => import('./user.ts'),
  },
  'user-field': {
    summary: 'additional fields of users, and who may see them',
    load: () => import('./user-field.ts'),
  },
  group: {
    summary: 'groups: list, make, fill and remove',
    load: () => import('./group.ts'),
  },
  branch: {
    summary: 'the tree of branches: list, grow, move and prune',
    load: async () => (await import('./tree.ts')).branch,
  },
  category: {
    summary: 'the tree of course categories: list, grow, move and prune',
    load: async () => (await import('./tree.ts')).category,
  },
  course: {
    summary: 'courses: list, show and change',
    load: async () => (await import('./learning.ts')).course,
  },
  plan: {
    summary: 'learning plans, and the courses that they bring',
    load: async () => (await import('./learning.ts')).plan,
  },
  catalog: {
    summary: 'catalogs: what they list, and who sees them',
    load: () => import('./catalog.ts'),
  },
  'power-user': {
    summary: 'promote, demote, list and show power users',
    load: () => import('./power-user.ts'),
  },
  profile: {
    summary: 'what power users may do: make, edit, grant and revoke profiles',
    load: () => import('./profile.ts'),
  },
  dataset: {
    summary: 'on whom and on which courses: make, edit, assign and unassign datasets',
    load: () => import('./dataset.ts'),
  },
  field: {
    summary: 'additional fields of people, who may see them and where',
    load: () => import('./field.ts'),
  },
  menu: { summary: 'named sets of pages', load: () => import('./menu.ts') },
  resource: {
    summary: 'pages, menus, locations, channels and folders, and who holds them',
    load: () => import('./resource.ts'),
  },
  authority: {
    summary: 'the whole authority as CSV files, out and back; power users by CSV',
    load: () => import('./authority.ts'),
  },
  automation: {
    summary: 'rules that make power users, with a profile and datasets',
    load: () => import('./automation.ts'),
  },
  site: {
    summary: 'portals that embed reports, with their keys',
    load: () => import('./site.ts'),
  },
  job: {
    summary: 'change many power users at once',
    load: () => import('./job.ts'),
  },
  'admin-token': {
    summary: "tokens of superadmins' own programs, for /admin/v1",
    load: () => import('./admin-token.ts'),
  },
  setting: { summary: 'what the academy has switched', load: () => import('./setting.ts') },
  token: {
    summary: 'a scope token of a power user, for trying out with curl',
    load: () => import('./token.ts'),
  },
  explain: {
    summary: 'why a power user does or does not see somebody or a course',
    load: () => import('./explain.ts'),
  },
  export: {
    summary: 'a report as a file, as a power user would export it',
    load: () => import('./export.ts'),
  },
  audit: {
    summary: 'who changed what: list, export, and check that nothing was altered',
    load: () => import('./audit.ts'),
  },
  doctor: { summary: 'look for what is likely a mistake', load: () => import('./doctor.ts') },
  keys: { summary: "change the server's signing keys", load: () => import('./keys.ts') },
} as const satisfies Record<string, CommandRow>;

interface CommandRow {
  readonly summary: string;
  readonly load: () => Promise<{ configure: (command: Command) => void }>;
}

const rows: Readonly<Record<string, CommandRow>> = commands;

/** What a refusal, and a command line that makes no sense, end with. */
const refusedCode = 2;

/** Whoever reads through `head` closes early; that is no error of ours. */
const isBrokenPipe = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EPIPE';

process.stdout.on('error', (error) => {
  if (!isBrokenPipe(error)) throw error;
});

function createProgram(): Command {
  const program = new Command('ambit')
    .description("Reports on training, each supervisor's own people and courses alone")
    .addOption(
      new Option('--db <url>', 'the database: file:, libsql:// or http(s)://')
        .env('AMBIT_DB')
        .default('file:./ambit.db'),
    )
    .option('--json', 'answer as JSON')
    .option('--debug', 'show where an error came from')
    .helpCommand(false)
    .showHelpAfterError('(--help tells more)')
    .exitOverride();
  for (const [name, { summary }] of Object.entries(rows))
    program.command(name).description(summary);
  return program.hook('preSubcommand', async (_program, command) => {
    const module = await rows[command.name()]?.load();
    module?.configure(command);
  });
}

/**
 * Runs one command line, prints what it has to say, and answers the exit code: 0 when all is well, 1 for a failure
 * or for problems that were found, 2 for a refusal.
 */
export async function run(args: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof FoundProblems) return 1;
    if (isBrokenPipe(error)) return 0;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : refusedCode;
    tell(error, args.includes('--debug'));
    return error instanceof Refusal ? refusedCode : 1;
  }
}

function tell(error: unknown, debug: boolean): void {
  const refusal = error instanceof Refusal ? error : null;
  const message = error instanceof Error ? error.message : String(error);
  const lines = [refusal ? message : `Something went wrong: ${message}`];
  for (const { field, message: place } of refusal?.places ?? []) {
    if (!message.includes(place)) lines.push(`  ${field}: ${place}`);
  }
  process.stderr.write(`${lines.map((line) => safe(line)).join('\n')}\n`);
  if (debug && error instanceof Error) {
    process.stderr.write(`${error.stack}\n`);
    if (error.cause) process.stderr.write(`Caused by: ${String(error.cause)}\n`);
  }
}
