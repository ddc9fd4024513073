/** /admin/v1/power-users: who they are, what they hold, and the changes of both (PU-010 to PU-014, PU-082 to PU-089). */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { listOf, listQuery } from '../../../shared/wire/list.ts';
import {
  assignmentSchema,
  grantSchema,
  powerUserOverviewSchema,
  powerUserSchema,
  promotionSchema,
} from '../../../shared/wire/power-user.ts';
import { secondsOf } from '../../../shared/wire/time.ts';
import { assignDataset } from '../../command/assign-dataset.ts';
import { demotePowerUser } from '../../command/demote-power-user.ts';
import { grantProfile } from '../../command/grant-profile.ts';
import { powerUserListing } from '../../command/power-user-record.ts';
import { promotePowerUser } from '../../command/promote-power-user.ts';
import { lastAnswers, revokeProfile } from '../../command/revoke-profile.ts';
import { unassignDataset } from '../../command/unassign-dataset.ts';
import { userLevels, userStatuses } from '../../data/schema/people.ts';
import { defineRoute, json, type Route } from '../route.ts';
import { answerList } from './list.ts';
import { powerUserWire } from './power-user-wire.ts';
import { reachOf } from './reach.ts';
import { base, everybody, id, params, showPowerUser } from './show-power-user.ts';

const datasetParams = z.object({ id, dataset: z.string().max(500) });

const listPowerUsersRoute = defineRoute({
  method: 'get',
  path: base,
  access: 'administration',
  for: everybody,
  summary: 'List the power users',
  request: {
    query: listQuery(['name', 'username', 'profiles', 'datasets'], {
      level: z.enum(userLevels).default('power_user'),
      status: z.enum(userStatuses).optional(),
      profile: z.string().max(500).optional().describe('Those who hold the profile of this name'),
      dataset: z.string().max(500).optional().describe('Those who hold the dataset of this name'),
      holds: z
        .enum(['nothing', 'no_profile', 'no_dataset'])
        .optional()
        .describe('Those who lack something that they need to see anything'),
    }),
  },
  answer: { status: 200, description: 'A page of power users', body: listOf(powerUserSchema) },
  problems: ['bad-cursor'],
  async handle({ query }, call) {
    const reach = await reachOf(call);
    const where = [...whereOf(query), ...reach.where];
    return answerList(call, powerUserListing, query, where, powerUserWire(reach));
  },
});

const noProfile = sql`NOT EXISTS (SELECT 1 FROM grants WHERE power_user_id = u.id)`;
const noDataset = sql`NOT EXISTS (SELECT 1 FROM dataset_assignments WHERE power_user_id = u.id)`;
const lacks = {
  no_profile: noProfile,
  no_dataset: noDataset,
  nothing: sql`${noProfile} AND ${noDataset}`,
} as const;

function whereOf(query: {
  readonly level: string;
  readonly status?: string | undefined;
  readonly profile?: string | undefined;
  readonly dataset?: string | undefined;
  readonly holds?: keyof typeof lacks | undefined;
}): SQL[] {
  const { level, status, profile, dataset, holds } = query;
  return [
    sql`u.level = ${level}`,
    ...(status === undefined ? [] : [sql`u.status = ${status}`]),
    ...(holds === undefined ? [] : [lacks[holds]]),
    ...(profile === undefined
      ? []
      : [
          sql`EXISTS (SELECT 1 FROM grants g JOIN profiles p ON p.id = g.profile_id
            WHERE g.power_user_id = u.id AND p.name = ${profile})`,
        ]),
    ...(dataset === undefined
      ? []
      : [
          sql`EXISTS (SELECT 1 FROM dataset_assignments a JOIN datasets d ON d.id = a.dataset_id
            WHERE a.power_user_id = u.id AND d.name = ${dataset})`,
        ]),
  ];
}

const promoteRoute = defineRoute({
  method: 'post',
  path: base,
  access: 'administration',
  for: everybody,
  summary: 'Make a user a power user',
  request: { body: promotionSchema },
  answer: { status: 201, description: 'The power user', body: powerUserOverviewSchema },
  async handle({ body: { user } }, call) {
    await promotePowerUser(call, { powerUser: user });
    const headers = { Location: `${base}/${encodeURIComponent(user)}` };
    return showPowerUser(call, user, { status: 201, headers });
  },
});

const readPowerUserRoute = defineRoute({
  method: 'get',
  path: `${base}/{id}`,
  access: 'administration',
  for: everybody,
  summary: 'Read the overview of a power user',
  description: 'Profiles, datasets, and exactly which permissions follow.',
  request: { params },
  answer: { status: 200, description: 'The overview', body: powerUserOverviewSchema },
  problems: ['not-found'],
  handle: ({ params }, call) => showPowerUser(call, params.id),
});

const demoteRoute = defineRoute({
  method: 'delete',
  path: `${base}/{id}`,
  access: 'administration',
  for: everybody,
  summary: 'Make a power user a user again',
  description: 'Every profile and dataset is taken away; private datasets are removed.',
  request: { params },
  answer: { status: 200, description: 'What they held', body: powerUserSchema },
  async handle({ params }, call) {
    const reach = await reachOf(call);
    return json(powerUserWire(reach)(await demotePowerUser(call, { powerUser: params.id })));
  },
});

const grantRoute = defineRoute({
  method: 'post',
  path: `${base}/{id}/profiles`,
  access: 'administration',
  for: everybody,
  summary: 'Grant profiles',
  description: 'Ten at most; those that are held already stay as they are.',
  request: { params, body: grantSchema },
  answer: { status: 200, description: 'The overview', body: powerUserOverviewSchema },
  async handle({ params, body: { profiles } }, call) {
    await grantProfile(call, { powerUser: params.id, profiles });
    return showPowerUser(call, params.id);
  },
});

const revokeRoute = defineRoute({
  method: 'delete',
  path: `${base}/{id}/profiles`,
  access: 'administration',
  for: everybody,
  summary: 'Take profiles away',
  description: 'Whether somebody without any profile stays a power user must be said: `last`.',
  request: {
    params,
    query: z.strictObject({
      profiles: z.string().max(20_000).describe('Their names, parted by `|`'),
      last: z
        .enum(lastAnswers)
        .optional()
        .describe('Required where no profile is left: stay a power user, or become a user'),
    }),
  },
  answer: { status: 200, description: 'The person as they are now', body: powerUserSchema },
  async handle({ params, query }, call) {
    const { last = 'ask' } = query;
    const profiles = query.profiles.split('|');
    const reach = await reachOf(call);
    const left = await revokeProfile(call, { powerUser: params.id, profiles, last });
    return json(powerUserWire(reach)(left));
  },
});

const assignRoute = defineRoute({
  method: 'put',
  path: `${base}/{id}/datasets/{dataset}`,
  access: 'administration',
  summary: 'Assign a dataset',
  description: 'Assigning again replaces the times.',
  request: { params: datasetParams, body: assignmentSchema },
  answer: { status: 200, description: 'The overview', body: powerUserOverviewSchema },
  async handle({ params, body: { valid_from = null, valid_until = null } }, call) {
    const times = { validFrom: secondsOf(valid_from), validUntil: secondsOf(valid_until) };
    await assignDataset(call, { powerUser: params.id, dataset: params.dataset, ...times });
    return showPowerUser(call, params.id);
  },
});

const unassignRoute = defineRoute({
  method: 'delete',
  path: `${base}/{id}/datasets/{dataset}`,
  access: 'administration',
  for: everybody,
  summary: 'Take a dataset away',
  request: { params: datasetParams },
  answer: { status: 200, description: 'The overview', body: powerUserOverviewSchema },
  async handle({ params }, call) {
    await unassignDataset(call, { powerUser: params.id, dataset: params.dataset });
    return showPowerUser(call, params.id);
  },
});

export const powerUserRoutes: readonly Route[] = [
  listPowerUsersRoute,
  promoteRoute,
  readPowerUserRoute,
  demoteRoute,
  grantRoute,
  revokeRoute,
  assignRoute,
  unassignRoute,
];
