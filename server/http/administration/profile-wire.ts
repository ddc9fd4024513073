/** A profile as administration tells it: what it holds, area by area, and what that comes to. */
import type { z } from 'zod';
import { areas } from '../../../shared/permission/areas.ts';
import { catalogue } from '../../../shared/permission/catalogue.ts';
import type { profileSchema } from '../../../shared/wire/profile.ts';
import { recapPermissions, recapWire } from '../../command/permission-recap.ts';
import type { ProfileRecord } from '../../command/profile-record.ts';

export const profileWire = (profile: ProfileRecord): z.infer<typeof profileSchema> => ({
  name: profile.name,
  description: profile.description,
  permissions: profile.permissions,
  areas: areasOf(new Set(profile.permissions)),
  recap: recapWire(recapPermissions([profile])),
  held_by: profile.holders.length,
});

function areasOf(held: ReadonlySet<string>): { id: string; type: 'all' | 'custom' }[] {
  return areas.flatMap(({ id }) => {
    const rows = catalogue.filter(({ area }) => area === id);
    const mine = rows.filter((row) => held.has(row.id));
    if (mine.length === 0) return [];
    return [{ id, type: mine.length === rows.length ? ('all' as const) : ('custom' as const) }];
  });
}
