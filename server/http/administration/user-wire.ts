/** A person as administration tells of them. */
import type { z } from 'zod';
import { momentOf } from '../../../shared/wire/time.ts';
import type { userSchema } from '../../../shared/wire/user.ts';
import type { UserRecord } from '../../command/user-record.ts';

export const userWire = (user: UserRecord): z.infer<typeof userSchema> => ({
  id: user.id,
  username: user.username,
  email: user.email,
  first_name: user.firstName,
  last_name: user.lastName,
  level: user.level,
  status: user.status,
  branch: user.branch,
  manager: user.manager,
  groups: user.groups,
  created_at: momentOf(user.createdAt),
  last_access_at: momentOf(user.lastAccessAt),
  expires_at: momentOf(user.expiresAt),
  fields: user.fields,
});
