/** Every profile with what it comes to on its own: the recap beside its name (PU-014, PU-030). */
import type { Database } from '../data/database.ts';
import { type PermissionRecap, recapPermissions } from './permission-recap.ts';
import { type ProfileRecord, readProfiles } from './profile-record.ts';

export interface ListedProfile extends ProfileRecord {
  readonly recap: PermissionRecap;
}

/** By name. */
export async function listProfiles(database: Database): Promise<ListedProfile[]> {
  const profiles = await readProfiles(database);
  return profiles.map((profile) => ({ ...profile, recap: recapPermissions([profile]) }));
}
