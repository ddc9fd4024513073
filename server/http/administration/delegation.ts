/** /admin/v1/power-users/{id}/…: what is passed on: profiles to give, and parts of datasets (PU-062, PU-080, PU-101). */
import { z } from 'zod';
import {
  cutSchema,
  grantSchema,
  powerUserOverviewSchema,
} from '../../../shared/wire/power-user.ts';
import { secondsOf } from '../../../shared/wire/time.ts';
import { cutDataset } from '../../command/cut-dataset.ts';
import { passProfileOn } from '../../command/pass-profile-on.ts';
import { takeProfileBack } from '../../command/take-profile-back.ts';
import { defineRoute, type Route } from '../route.ts';
import { base, everybody, params, showPowerUser } from './show-power-user.ts';

const passOnRoute = defineRoute({
  method: 'post',
  path: `${base}/{id}/profiles-to-pass-on`,
  access: 'administration',
  for: everybody,
  summary: 'Give profiles to pass on',
  description: 'They give no rights themselves, and count while whoever gave them holds them.',
  request: { params, body: grantSchema },
  answer: { status: 200, description: 'The overview', body: powerUserOverviewSchema },
  async handle({ params, body: { profiles } }, call) {
    await passProfileOn(call, { powerUser: params.id, profiles });
    return showPowerUser(call, params.id);
  },
});

const takeBackRoute = defineRoute({
  method: 'delete',
  path: `${base}/{id}/profiles-to-pass-on`,
  access: 'administration',
  for: everybody,
  summary: 'Take profiles to pass on away',
  description: 'Whatever was given by them has no effect from the next request on.',
  request: {
    params,
    query: z.strictObject({
      profiles: z.string().max(20_000).describe('Their names, parted by `|`'),
    }),
  },
  answer: { status: 200, description: 'The overview', body: powerUserOverviewSchema },
  async handle({ params, query }, call) {
    await takeProfileBack(call, { powerUser: params.id, profiles: query.profiles.split('|') });
    return showPowerUser(call, params.id);
  },
});

const cutRoute = defineRoute({
  method: 'post',
  path: `${base}/{id}/datasets`,
  access: 'administration',
  for: everybody,
  summary: 'Cut a dataset out of another, and assign it',
  description:
    'It shows no more than its source shows whose it is, and nothing once they do not hold that.',
  request: { params, body: cutSchema },
  answer: { status: 201, description: 'The overview', body: powerUserOverviewSchema },
  async handle({ params, body }, call) {
    const { valid_from = null, valid_until = null, allow_sensitive: allowSensitive, ...cut } = body;
    const times = { validFrom: secondsOf(valid_from), validUntil: secondsOf(valid_until) };
    const input = { ...cut, ...times, ...(allowSensitive !== undefined && { allowSensitive }) };
    await cutDataset(call, { powerUser: params.id, ...input });
    return showPowerUser(call, params.id, { status: 201 });
  },
});

export const delegationRoutes: readonly Route[] = [passOnRoute, takeBackRoute, cutRoute];
