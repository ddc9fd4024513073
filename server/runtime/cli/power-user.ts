/** `ambit power-user`: promotes, demotes, lists and shows power users. */
import type { Command } from 'commander';
import { demotePowerUser } from '../../command/demote-power-user.ts';
import { describePowerUser, type PowerUserOverview } from '../../command/describe-power-user.ts';
import { recapWire } from '../../command/permission-recap.ts';
import {
  findPerson,
  type PowerUserRecord,
  readPowerUsers,
} from '../../command/power-user-record.ts';
import { promotePowerUser } from '../../command/promote-power-user.ts';
import { assignedLines, assignedWire } from './assigned-view.ts';
import { atDatabase } from './at-database.ts';
import { datasetLines, datasetWire } from './dataset-view.ts';
import { table } from './output.ts';
import { recapLines } from './profile-view.ts';
import { isoOrNull, period } from './time.ts';

export function configure(command: Command): void {
  configureLevel(command);
  configureViews(command);
}

function configureLevel(command: Command): void {
  const promote = command.command('promote').description('make a user a power user');
  promote.argument('<username>').action((username: string) =>
    atDatabase(promote, async (occasion, output) => {
      const powerUser = await findPerson(occasion.database, username);
      const after = await promotePowerUser(occasion, { powerUser });
      output.print(wire(after), [`${username} is a power user${holding(after)}`]);
    }),
  );
  const demote = command
    .command('demote')
    .description('make a power user a user again, who loses every profile and dataset');
  demote.argument('<username>').action((username: string) =>
    atDatabase(demote, async (occasion, output) => {
      const powerUser = await findPerson(occasion.database, username);
      const before = await demotePowerUser(occasion, { powerUser });
      output.print(wire(before), [
        `${username} is a user now, and was a power user${holding(before)}`,
      ]);
    }),
  );
}

function configureViews(command: Command): void {
  const list = command.command('list').description('every power user');
  list.action(() =>
    atDatabase(list, async ({ database }, output) => {
      const powerUsers = await readPowerUsers(database);
      const rows = powerUsers.map(({ username, status, profiles, datasets }) => [
        username,
        status,
        profiles.join(', ') || '-',
        datasets.map(({ name }) => name).join(', ') || '-',
      ]);
      output.print(
        powerUsers.map(wire),
        table(['username', 'status', 'profiles', 'datasets'], rows),
      );
    }),
  );
  const show = command
    .command('show')
    .description('profiles, datasets, and exactly which permissions follow');
  show.argument('<username>').action((username: string) =>
    atDatabase(show, async ({ database, nowSeconds }, output) => {
      const overview = await describePowerUser(
        database,
        await findPerson(database, username),
        nowSeconds,
      );
      output.print(overviewWire(overview), overviewLines(overview));
    }),
  );
}

/** `, who holds the profiles A, B and the datasets C`, or nothing. */
function holding({ profiles, datasets }: PowerUserRecord): string {
  const parts = [];
  if (profiles.length > 0) parts.push(`the profiles ${profiles.join(', ')}`);
  if (datasets.length > 0)
    parts.push(`the datasets ${datasets.map(({ name }) => name).join(', ')}`);
  return parts.length === 0 ? ' without profile or dataset' : ` with ${parts.join(' and ')}`;
}

const wire = ({ id, username, level, status, profiles, datasets }: PowerUserRecord) => ({
  id,
  username,
  level,
  status,
  profiles,
  datasets: datasets.map(({ name, validFrom, validUntil }) => ({
    name,
    valid_from: isoOrNull(validFrom),
    valid_until: isoOrNull(validUntil),
  })),
});

const overviewWire = ({
  powerUser,
  recap,
  datasets,
  assigned,
  withoutEffect,
  editablePlaceholders,
}: PowerUserOverview) => ({
  ...wire(powerUser),
  promoted_by: powerUser.promotedBy,
  given: powerUser.givenByPowerUsers,
  to_pass_on: powerUser.toPassOn,
  without_effect: withoutEffect,
  editable_placeholders: editablePlaceholders,
  datasets: datasets.map((dataset) => ({
    ...datasetWire(dataset),
    valid_from: isoOrNull(dataset.validFrom),
    valid_until: isoOrNull(dataset.validUntil),
  })),
  recap: recapWire(recap),
  assigned: assignedWire(assigned),
});

const giftTold = ({ profile, by }: { profile: string; by: string | null }): string =>
  by === null ? profile : `${profile} (by ${by})`;

function overviewLines(overview: PowerUserOverview): string[] {
  const { powerUser, recap, datasets, assigned, withoutEffect, editablePlaceholders } = overview;
  const { username, id, status, profiles, promotedBy, givenByPowerUsers, toPassOn } = powerUser;
  return [
    `${username} (id ${id}), power user, ${status}`,
    `Profiles: ${profiles.join(', ') || 'none'}`,
    ...(promotedBy === null ? [] : [`Promoted by the power user ${promotedBy}`]),
    ...(givenByPowerUsers.length === 0
      ? []
      : [`Granted by power users: ${givenByPowerUsers.map(giftTold).join(', ')}`]),
    ...(withoutEffect.length === 0
      ? []
      : [`Without effect, for their giver can't pass them on now: ${withoutEffect.join(', ')}`]),
    ...(toPassOn.length === 0 ? [] : [`May pass on: ${toPassOn.map(giftTold).join(', ')}`]),
    ...(datasets.length === 0 ? ['Datasets: none, so nothing is visible'] : ['Datasets:']),
    ...datasets.flatMap((dataset) => {
      const [title = '', ...selections] = datasetLines(dataset);
      const when = period(dataset.validFrom, dataset.validUntil);
      return [`  ${title}${when && `, ${when}`}`, ...selections.map((line) => `  ${line}`)];
    }),
    ...editablePlaceholders.map((name) => `Flagged: ${name} can be changed by ${username}`),
    ...assignedLines(assigned),
    ...recapLines(recap, 'profiles'),
  ];
}
