/** /admin/v1/profiles: what power users may do, as named sets of permissions (PU-014, PU-018 to PU-030). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../../shared/refusal.ts';
import { listOf, listQuery } from '../../../shared/wire/list.ts';
import {
  changedProfileSchema,
  newProfileSchema,
  profileChangeSchema,
  profileSchema,
} from '../../../shared/wire/profile.ts';
import type { ActingPowerUser } from '../../command/actor.ts';
import { createProfile } from '../../command/create-profile.ts';
import { editProfile } from '../../command/edit-profile.ts';
import { noProfile, profileListing, profileSubject } from '../../command/profile-record.ts';
import { removeProfile } from '../../command/remove-profile.ts';
import { giftCounts } from '../../scope/standing.ts';
import { type Shown, showResource } from '../edition.ts';
import { type Call, defineRoute, json, type Route } from '../route.ts';
import { answerList } from './list.ts';
import { profileWire } from './profile-wire.ts';
import { reachOf } from './reach.ts';

const params = z.object({ name: z.string().max(500) });
const address = (name: string) => `/admin/v1/profiles/${encodeURIComponent(name)}`;

/** @param broughtAlong told of a profile that was just changed */
function show(
  call: Call,
  name: string,
  broughtAlong?: readonly string[],
  rest: Pick<Shown<never>, 'status' | 'headers'> = {},
): Promise<Response> {
  const told = broughtAlong === undefined ? {} : { brought_along: broughtAlong };
  return showResource(call, profileSubject(name, sql`p.name = ${name}`), {
    ...rest,
    as: (profile) => ({ ...profileWire(profile), ...told }),
    missing: () => noProfile(name),
  });
}

const listProfilesRoute = defineRoute({
  method: 'get',
  path: '/admin/v1/profiles',
  access: 'administration',
  for: ['superadmin', 'power_user'],
  summary: 'List the profiles',
  description: 'To a power user, those that they may pass on.',
  request: {
    query: listQuery(['name', 'held_by'], {
      permission: z.string().max(100).optional().describe('Those that hold this permission'),
    }),
  },
  answer: { status: 200, description: 'A page of profiles', body: listOf(profileSchema) },
  problems: ['bad-cursor'],
  async handle({ query }, call) {
    const { permission, sort } = query;
    const reach = await reachOf(call);
    if (reach.authority !== null && sort !== 'name' && sort !== '-name') throw unseenOrder();
    const where = [
      ...(permission === undefined
        ? []
        : [
            sql`EXISTS (SELECT 1 FROM profile_permissions WHERE profile_id = p.id AND permission = ${permission})`,
          ]),
      ...(reach.authority === null ? [] : [toPassOn(reach.authority.actor, call.nowSeconds)]),
    ];
    return answerList(call, profileListing, query, where, (profile) =>
      profileWire({ ...profile, holders: profile.holders.filter(reach.knows) }),
    );
  },
});

/** Its count is of holders whom the caller need not know of. */
const unseenOrder = (): Refusal =>
  new Refusal('bad-request', 'The request does not have the shape that it needs', {
    places: [{ field: 'sort', message: 'name or -name' }],
  });

/** Whether the row `profiles p` at hand is the power user's to pass on (PU-017). */
const toPassOn = ({ powerUserId }: ActingPowerUser, nowSeconds: number) =>
  sql`EXISTS (SELECT 1 FROM profile_resources g WHERE g.profile_id = p.id
    AND g.power_user_id = ${powerUserId} AND ${giftCounts(sql`g`, nowSeconds)})`;

const createProfileRoute = defineRoute({
  method: 'post',
  path: '/admin/v1/profiles',
  access: 'administration',
  summary: 'Make a profile',
  request: { body: newProfileSchema },
  answer: { status: 201, description: 'The profile', body: changedProfileSchema },
  async handle({ body }, call) {
    const { profile, broughtAlong } = await createProfile(call, body);
    const headers = { Location: address(profile.name) };
    return show(call, profile.name, broughtAlong, { status: 201, headers });
  },
});

const readProfileRoute = defineRoute({
  method: 'get',
  path: '/admin/v1/profiles/{name}',
  access: 'administration',
  summary: 'Read a profile',
  request: { params },
  answer: { status: 200, description: 'The profile', body: profileSchema },
  problems: ['not-found'],
  handle: ({ params: { name } }, call) => show(call, name),
});

const editProfileRoute = defineRoute({
  method: 'patch',
  path: '/admin/v1/profiles/{name}',
  access: 'administration',
  summary: 'Change a profile',
  description: 'Whoever holds it follows with their next request. A new name is a new address.',
  request: { params, body: profileChangeSchema },
  answer: { status: 200, description: 'The profile as it is now', body: changedProfileSchema },
  async handle({ params: { name }, body }, call) {
    const { add_areas: addAreas, remove_areas: removeAreas, ...rest } = body;
    const edit = { profile: name, ...rest, addAreas, removeAreas };
    const { profile, broughtAlong } = await editProfile(call, edit);
    const headers = { 'Content-Location': address(profile.name) };
    return show(call, profile.name, broughtAlong, { headers });
  },
});

const removeProfileRoute = defineRoute({
  method: 'delete',
  path: '/admin/v1/profiles/{name}',
  access: 'administration',
  summary: 'Remove a profile',
  description: 'Whoever holds it loses what it gave with their next request.',
  request: { params },
  answer: { status: 200, description: 'The profile that was', body: profileSchema },
  handle: async ({ params: { name } }, call) =>
    json(profileWire(await removeProfile(call, { profile: name }))),
});

export const profileRoutes: readonly Route[] = [
  listProfilesRoute,
  createProfileRoute,
  readProfileRoute,
  editProfileRoute,
  removeProfileRoute,
];
