/** `ambit user`: lists people, shows one, and changes what rights and reports go by in them. */
import type { Command } from 'commander';
import { Refusal } from '../../../shared/refusal.ts';
import { readRecord } from '../../command/change.ts';
import { editUser } from '../../command/edit-user.ts';
import { noPerson } from '../../command/power-user-record.ts';
import {
  type UserRecord,
  userFilters,
  userListing,
  userSubject,
} from '../../command/user-record.ts';
import { fullName } from '../../data/keys.ts';
import { userWire } from '../../http/administration/user-wire.ts';
import { atDatabase, collect } from './at-database.ts';
import { configureList } from './list-view.ts';
import { parseTime } from './time.ts';

export function configure(command: Command): void {
  configureList(command.command('list').description('everybody'), {
    listing: userListing,
    filters: userFilters,
    head: ['id', 'username', 'name', 'level', 'status', 'branch'],
    cells: (user) => [
      ...[user.id, user.username, nameOf(user), user.level, user.status],
      user.branch ?? '-',
    ],
    wire: userWire,
  });
  const show = command.command('show').description('one person').argument('<id>');
  show.action((id: string) =>
    atDatabase(show, async ({ database }, output) => {
      const user = await readRecord(database, userSubject(id));
      if (user === null) throw noPerson(id);
      output.print(userWire(user), linesOf(user));
    }),
  );
  configureEdit(command.command('edit').description('change one person').argument('<id>'));
}

interface EditOptions {
  readonly activate?: true;
  readonly deactivate?: true;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly branch?: string | false;
  readonly manager?: string | false;
  readonly expires?: string | false;
  readonly field?: readonly string[];
}

function configureEdit(edit: Command): void {
  edit
    .option('--activate')
    .option('--deactivate', 'who looks as them is refused at once')
    .option('--first-name <name>')
    .option('--last-name <name>')
    .option('--email <address>')
    .option('--branch <id>')
    .option('--no-branch', 'in no branch')
    .option('--manager <id>')
    .option('--no-manager', 'without a manager')
    .option('--expires <time>', 'when the account ends')
    .option('--no-expires', 'never')
    .option(
      '--field <id=value>',
      'an additional field; without a value none (again for more)',
      collect,
    )
    .action((id: string) =>
      atDatabase(edit, async (occasion, output) => {
        const user = await editUser(occasion, { user: id, ...given(edit.opts<EditOptions>()) });
        output.print(userWire(user), linesOf(user));
      }),
    );
}

function given({ activate, deactivate, expires, field, branch, manager, ...names }: EditOptions) {
  if (activate && deactivate) {
    throw new Refusal('bad-request', 'Either --activate or --deactivate');
  }
  return {
    ...names,
    ...(activate && { status: 'active' }),
    ...(deactivate && { status: 'inactive' }),
    ...(branch !== undefined && { branch: branch || null }),
    ...(manager !== undefined && { manager: manager || null }),
    ...(expires !== undefined && {
      expiresAt: expires === false ? null : parseTime('--expires', expires),
    }),
    ...(field && { fields: field.map(fieldOf) }),
  };
}

function fieldOf(text: string): { id: string; value: string } {
  const [, id = '', value = ''] = /^([^=]+)=(.*)$/su.exec(text) ?? [];
  if (id === '') throw new Refusal('bad-request', `--field takes id=value, not "${text}"`);
  return { id, value };
}

const nameOf = ({ firstName, lastName, username }: UserRecord): string =>
  fullName(firstName, lastName, username);

function linesOf(user: UserRecord): string[] {
  const { expires_at, fields } = userWire(user);
  return [
    `${user.username} (id ${user.id}): ${nameOf(user)}, ${user.level}, ${user.status}`,
    `E-mail: ${user.email ?? '-'}`,
    `Branch: ${user.branch ?? '-'}; manager: ${user.manager ?? '-'}`,
    `Groups: ${user.groups.join(', ') || '-'}`,
    ...(expires_at === null ? [] : [`The account ends ${expires_at}`]),
    ...fields.map(({ id, value }) => `${id}: ${value}`),
  ];
}
