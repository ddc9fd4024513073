/** `ambit profile`: makes, edits, removes, lists, grants and revokes profiles, and lists the permissions there are. */
import type { Command } from 'commander';
import { catalogue } from '../../../shared/permission/catalogue.ts';
import { Refusal } from '../../../shared/refusal.ts';
import { createProfile } from '../../command/create-profile.ts';
import { editProfile } from '../../command/edit-profile.ts';
import { grantProfile } from '../../command/grant-profile.ts';
import { listProfiles } from '../../command/list-profiles.ts';
import { passProfileOn } from '../../command/pass-profile-on.ts';
import { recapPermissions } from '../../command/permission-recap.ts';
import { findPerson } from '../../command/power-user-record.ts';
import type { ProfileRecord } from '../../command/profile-record.ts';
import { removeProfile } from '../../command/remove-profile.ts';
import { revokeProfile } from '../../command/revoke-profile.ts';
import { takeProfileBack } from '../../command/take-profile-back.ts';
import { atDatabase, collect, type GlobalOptions } from './at-database.ts';
import { counted, type Output, outputOf, table } from './output.ts';
import { permissionName, profileWire, recapLines } from './profile-view.ts';

export function configure(command: Command): void {
  configureChanges(command);
  configureEdit(command);
  configureHolders(command);
  configurePassingOn(command);
  configureLists(command);
}

function configureChanges(profile: Command): void {
  const create = profile.command('create').description('make a profile').argument('<name>');
  create
    .option('--description <text>')
    .option('--permission <id>', 'a permission (again for more)', collect)
    .option('--area <id>', 'every permission of an area (again for more)', collect)
    .action((name: string) =>
      atDatabase(create, async (occasion, output) => {
        const { description, permission, area } = create.opts();
        const input = { name, description, permissions: permission, areas: area };
        const { profile: made, broughtAlong } = await createProfile(occasion, input);
        show(output, `Made the profile "${made.name}"`, made, broughtAlong);
      }),
    );
  const remove = profile.command('remove').description('remove a profile').argument('<name>');
  remove.action((name: string) =>
    atDatabase(remove, async (occasion, output) => {
      const removed = await removeProfile(occasion, { profile: name });
      const holders = `; ${counted(removed.holders.length, 'power user')} held it`;
      output.print(removed, [`Removed the profile "${removed.name}"${holders}`]);
    }),
  );
}

function configureEdit(profile: Command): void {
  const edit = profile.command('edit').description('change a profile').argument('<name>');
  edit
    .option('--name <name>', 'a new name')
    .option('--description <text>')
    .option('--add <id>', 'a permission to add (again for more)', collect)
    .option('--add-area <id>', 'every permission of an area', collect)
    .option('--remove <id>', 'a permission to remove (again for more)', collect)
    .option('--remove-area <id>', 'every permission of an area', collect)
    .action((name: string) =>
      atDatabase(edit, async (occasion, output) => {
        const { addArea, removeArea, ...changes } = edit.opts();
        const { profile: made, broughtAlong } = await editProfile(occasion, {
          profile: name,
          ...changes,
          addAreas: addArea,
          removeAreas: removeArea,
        });
        show(output, `Changed the profile "${made.name}"`, made, broughtAlong);
      }),
    );
}

function configureHolders(profile: Command): void {
  for (const [verb, act, description] of [
    ['grant', grantProfile, 'grant profiles to a power user'],
    ['revoke', revokeProfile, 'take profiles away from a power user'],
  ] as const) {
    const command = profile.command(verb).description(description);
    if (verb === 'revoke') {
      command.option('--last <answer>', 'whoever holds none then: keep (by default) or demote');
    }
    command
      .argument('<username>')
      .argument('<profiles...>')
      .action((username: string, profiles: string[]) =>
        atDatabase(command, async (occasion, output) => {
          const powerUser = await findPerson(occasion.database, username);
          const input = { powerUser, profiles, ...command.opts<{ last?: string }>() };
          const { profiles: held, level } = await act(occasion, input);
          output.print({ username, level, profiles: held }, [heldLine(username, level, held)]);
        }),
      );
  }
}

function configurePassingOn(profile: Command): void {
  for (const [verb, act, description] of [
    ['pass-on', passProfileOn, 'give profiles to a power user to pass on, not to use'],
    ['take-back', takeProfileBack, 'take profiles to pass on away, and what was given by them'],
  ] as const) {
    const command = profile.command(verb).description(description);
    command
      .argument('<username>')
      .argument('<profiles...>')
      .action((username: string, profiles: string[]) =>
        atDatabase(command, async (occasion, output) => {
          const powerUser = await findPerson(occasion.database, username);
          const { toPassOn } = await act(occasion, { powerUser, profiles });
          const names = toPassOn.map((gift) => gift.profile);
          output.print({ username, to_pass_on: names }, [
            `${username} may pass on ${names.join(', ') || 'nothing'}`,
          ]);
        }),
      );
  }
}

/** Without any profile one is a power user still, which may be meant (PU-039). */
const heldLine = (username: string, level: string, profiles: readonly string[]): string => {
  if (level !== 'power_user') return `${username} is a user now`;
  return profiles.length === 0
    ? `${username} holds no profile, and is a power user until: ambit power-user demote ${username}`
    : `${username} holds ${profiles.join(', ')}`;
};

function configureLists(profile: Command): void {
  const list = profile.command('list').description('every profile, and what it comes to');
  list.action(() =>
    atDatabase(list, async ({ database }, output) => {
      const profiles = await listProfiles(database);
      const lines = profiles.flatMap(({ name, description, holders, recap }) => [
        `${name}, held by ${holders.length}${description === '' ? '' : `: ${description}`}`,
        ...recapLines(recap, 'one'),
        '',
      ]);
      output.print(
        profiles.map(profileWire),
        lines.length === 0 ? ['There are no profiles'] : lines.slice(0, -1),
      );
    }),
  );
  const permissions = profile
    .command('permissions')
    .description('every permission that a profile can hold')
    .option('--area <id>', 'those of one area');
  permissions.action(() => {
    const { area, json = false } = permissions.optsWithGlobals<GlobalOptions & { area?: string }>();
    const shown = catalogue.filter((row) => area === undefined || row.area === area);
    if (shown.length === 0) throw new Refusal('bad-request', `There is no area "${area}"`);
    outputOf(json).print(
      shown.map(({ needsOneOf, ...row }) => ({ ...row, needs_one_of: needsOneOf })),
      table(
        ['id', 'kind', 'name', 'what it does'],
        shown.map((row) => [row.id, row.kind, permissionName(row), row.summary]),
      ),
    );
  });
}

function show(
  output: Output,
  title: string,
  profile: ProfileRecord,
  broughtAlong: readonly string[],
): void {
  const recap = recapPermissions([profile]);
  const along = broughtAlong.length === 0 ? [] : [`Brought along: ${broughtAlong.join(', ')}`];
  output.print({ ...profileWire({ ...profile, recap }), brought_along: broughtAlong }, [
    title,
    ...along,
    ...recapLines(recap, 'one'),
  ]);
}
