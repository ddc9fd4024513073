/** The overview of one power user as an answer, and what the routes about them have in common. */
import { z } from 'zod';
import { describePowerUser } from '../../command/describe-power-user.ts';
import { noPerson, powerUserSubject } from '../../command/power-user-record.ts';
import { type Shown, showResource } from '../edition.ts';
import type { AdministrationCall } from '../route.ts';
import { overviewWire } from './power-user-wire.ts';
import { reachOf } from './reach.ts';

export const base = '/admin/v1/power-users';
export const id = z.string().min(1).max(200);
export const params = z.object({ id });

/** What a power user may do on these routes, and on whom, each command asks anew. */
export const everybody = ['superadmin', 'power_user'] as const;

/** Whom a power user does not see is nobody to them, and so are they themselves (PU-016). */
export async function showPowerUser(
  call: AdministrationCall,
  key: string,
  rest: Pick<Shown<never>, 'status' | 'headers'> = {},
): Promise<Response> {
  const { database, nowSeconds } = call;
  const reach = await reachOf(call);
  if (reach.authority !== null && (key === reach.authority.actor.key || !reach.knows(key))) {
    throw noPerson(key);
  }
  return showResource(call, powerUserSubject(key), {
    ...rest,
    as: async ({ level }) => {
      if (level !== 'power_user') throw noPerson(key);
      return overviewWire(await describePowerUser(database, key, nowSeconds), reach);
    },
    missing: () => noPerson(key),
  });
}
