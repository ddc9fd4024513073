/** Makes a profile: a named set of permissions, as many as the platform needs (PU-023, PU-025 to PU-027). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { parse } from './parse.ts';
import { descriptionSchema, profileNameSchema } from './plain-text.ts';
import {
  areaListSchema,
  permissionListSchema,
  permissionsIn,
  replacePermissions,
  withImplied,
} from './profile-permissions.ts';
import { type ProfileRecord, profileSubject } from './profile-record.ts';

const inputSchema = z.strictObject({
  name: profileNameSchema,
  description: descriptionSchema.default(''),
  permissions: permissionListSchema.default([]),
  areas: areaListSchema.default([]),
});

/** The profile as stored, and the permissions that came along with those asked for. */
export interface CreatedProfile {
  readonly profile: ProfileRecord;
  readonly broughtAlong: readonly string[];
}

/**
 * @param input `{ name, description?, permissions?: ids, areas?: area ids, each meaning all of its permissions }`
 * @throws Refusal `unprocessable` for a bad name, an unknown permission, or a name that is taken.
 */
export async function createProfile(occasion: Occasion, input: unknown): Promise<CreatedProfile> {
  authorize(occasion.actor, 'profile.create');
  const { name, description, permissions, areas } = parse(inputSchema, input);
  const asked = new Set([...permissions, ...permissionsIn(areas)]);
  const stored = withImplied(asked);
  const subject = profileSubject(name, sql`p.name = ${name}`);
  const { after } = await change(occasion, 'profile.create', subject, (before) => {
    if (before !== null) throw new Refusal('unprocessable', `There is a profile "${name}" already`);
    return {
      statements: [
        sql`INSERT INTO profiles (name, description) VALUES (${name}, ${description})`,
        ...replacePermissions(sql`(SELECT id FROM profiles WHERE name = ${name})`, stored),
      ],
    };
  });
  return { profile: after, broughtAlong: [...stored].filter((id) => !asked.has(id)).toSorted() };
}
