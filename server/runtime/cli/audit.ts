/** `ambit audit`: who changed what and when; as a file; and whether the chain of it is whole. */
import { type Command, Option } from 'commander';
import { Refusal } from '../../../shared/refusal.ts';
import type { AuditEventWire, AuditFilter } from '../../../shared/wire/audit.ts';
import { auditFormats, exportAudit } from '../../command/export-audit.ts';
import { listAudit } from '../../command/list-audit.ts';
import { verifyAudit } from '../../command/verify-audit.ts';
import { atDatabase } from './at-database.ts';
import { FoundProblems } from './found-problems.ts';
import { counted, table } from './output.ts';
import { toStandardOutput } from './standard-output.ts';
import { parseTime } from './time.ts';
import { writeWhole } from './whole-file.ts';

interface FilterOptions
  extends Pick<AuditFilter, 'actor' | 'action' | 'subject' | 'onBehalfOf' | 'search'> {
  readonly from?: string;
  readonly until?: string;
}

export function configure(command: Command): void {
  configureList(command.command('list').description('the events, the newest first'));
  configureExport(command.command('export').description('the events as a file, the oldest first'));
  configureVerify(command.command('verify').description('is the chain of the events whole?'));
}

const withFilters = (command: Command): Command =>
  command
    .option('--actor <name>', 'who did it')
    .option('--on-behalf-of <name>', 'for whom')
    .option('--action <action>', 'what: profile.grant, or profile for all about profiles')
    .option('--subject <subject>', 'on what: its kind and id, such as power_user:u17')
    .option('--from <time>', 'not before')
    .option('--until <time>', 'before')
    .option('--search <text>', 'part of any of its texts');

function filterOf({ from, until, ...rest }: FilterOptions) {
  return {
    ...rest,
    ...(from !== undefined && { from: parseTime('--from', from) }),
    ...(until !== undefined && { until: parseTime('--until', until) }),
  };
}

function configureList(list: Command): void {
  withFilters(list)
    .option('--limit <number>', 'at most so many', '50')
    .option('--cursor <id>', 'go on behind this event')
    .action(() =>
      atDatabase(list, async ({ database }, output) => {
        const { limit, cursor, ...filter } = list.opts<
          FilterOptions & { limit: string; cursor?: string }
        >();
        const asked = { ...filterOf(filter), limit: Number(limit), cursor };
        const { items, total, next } = await listAudit(database, asked);
        const lines = table(['id', 'at', 'actor', 'action', 'subject'], items.map(cellsOf));
        const more = `${counted(total, 'event')} in all; go on with --cursor ${next}`;
        output.print({ items, total, next }, next === null ? lines : [...lines, more]);
      }),
    );
}

const cellsOf = ({ id, at, actor, on_behalf_of: whom, action, subject }: AuditEventWire) => [
  String(id),
  at,
  whom === null ? actor : `${actor} for ${whom}`,
  action,
  subject,
];

function configureExport(command: Command): void {
  withFilters(command)
    .addOption(
      new Option('--format <format>', 'jsonl for machines, csv for spreadsheets')
        .choices(auditFormats)
        .default('jsonl'),
    )
    .option('--out <file>', 'where to (default: standard output)')
    .action(() =>
      atDatabase(command, async (occasion, output) => {
        const { out, format, ...filter } = command.opts<
          FilterOptions & { format: string; out?: string }
        >();
        const parts = await exportAudit(occasion, { ...filterOf(filter), format });
        if (out === undefined) {
          for await (const { text } of parts) await toStandardOutput(text);
          return;
        }
        const { rows, bytes, sha256 } = await writeWhole(out, parts);
        output.print({ file: out, events: rows, bytes, sha256 }, [
          `Wrote ${counted(rows, 'event')}, ${bytes} bytes to ${out}`,
          `SHA-256 ${sha256}`,
        ]);
      }),
    );
}

function configureVerify(verify: Command): void {
  verify.option('--head <id:hash>', 'a head that was noted earlier, elsewhere').action(() =>
    atDatabase(verify, async ({ database }, output) => {
      const noted = notedOf(verify.opts<{ head?: string }>().head);
      const told = await verifyAudit(database, noted ? { noted } : {});
      const { whole, events, unsealed, head, faults, fault_count: count } = told;
      output.print(told, [
        ...faults.map(({ told: line }) => `problem: ${line}`),
        ...(unsealed === 0 ? [] : [`notice: ${counted(unsealed, 'event')} not sealed yet`]),
        whole ? `The chain is whole: ${counted(events, 'event')}` : counted(count, 'problem'),
        ...(head === null ? [] : [`Head ${head.id}:${head.hash}`]),
      ]);
      if (!whole) throw new FoundProblems();
    }),
  );
}

function notedOf(text: string | undefined): { id: number; hash: string } | undefined {
  if (text === undefined) return undefined;
  const [, id, hash = ''] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (id === undefined)
    throw new Refusal('bad-request', '--head takes <id>:<hash>, as verify prints');
  return { id: Number(id), hash };
}
