/** The kinds of the people axis: users with their additional fields, groups, and the branch tree. */

import { fold } from '../../../../shared/fold.ts';
import { personKeys } from '../../../data/keys.ts';
import { userStatuses } from '../../../data/schema/people.ts';
import type { Kind } from '../column.ts';
import { oneLine } from '../one-line.ts';
import { nameKey } from './name-key.ts';

export const userFields: Kind = {
  name: 'user_fields',
  description: 'Additional fields of users. Their values stand in `users.csv`.',
  key: ['id'],
  columns: [
    {
      name: 'id',
      type: 'id',
      target: 'key',
      required: true,
      description: "the field's id; its values stand in the column `field:<id>` of `users.csv`",
    },
    {
      name: 'name',
      type: 'text',
      target: 'name',
      required: true,
      maxLength: 255,
      description: 'as supervisors see it',
    },
    {
      name: 'invisible',
      type: 'boolean',
      target: 'invisible',
      fallback: 0,
      description: 'shown only to those who may view invisible fields',
    },
    {
      name: 'viewer_editable',
      type: 'boolean',
      target: 'viewer_editable',
      fallback: 0,
      description:
        'whether people may change their own value in the LMS; placeholders that rest on it are flagged',
    },
  ],
};

export const groups: Kind = {
  name: 'groups',
  description: 'Groups of users.',
  key: ['id'],
  columns: [
    { name: 'id', type: 'id', target: 'key', required: true, description: "the group's id" },
    {
      name: 'name',
      type: 'text',
      target: 'name',
      required: true,
      maxLength: 255,
      description: 'its name',
    },
    {
      name: 'automatic',
      type: 'boolean',
      target: 'automatic',
      fallback: 0,
      description: 'whether the LMS fills it by rules; its members are listed all the same',
    },
  ],
};

export const branches: Kind = {
  name: 'branches',
  description: 'The tree of branches (the organisation chart).',
  key: ['id'],
  tree: 'parent',
  columns: [
    { name: 'id', type: 'id', target: 'key', required: true, description: "the branch's id" },
    {
      name: 'name',
      type: 'text',
      target: 'name',
      required: true,
      maxLength: 255,
      description: 'its name',
    },
    {
      name: 'parent',
      type: 'id',
      target: 'parent_id',
      references: 'branches',
      description: 'the branch right above it; empty at the top',
    },
  ],
  derived: nameKey,
};

export const users: Kind = {
  name: 'users',
  description:
    'Users: learners and supervisors. Each additional field has a column of its own, `field:<id>`; text of up to 4,000 characters, and an empty cell removes the value.',
  key: ['id'],
  recognisedBy: [['username'], ['email'], ['first_name', 'last_name']],
  different: [['id', 'manager']],
  columns: [
    {
      name: 'id',
      type: 'id',
      target: 'key',
      required: true,
      description: "the user's id in the LMS",
    },
    {
      name: 'username',
      type: 'id',
      target: 'username',
      required: true,
      unique: true,
      description: 'what the user signs in with; two that differ in case are two usernames',
    },
    { name: 'email', type: 'text', target: 'email', maxLength: 320, description: 'e-mail address' },
    {
      name: 'first_name',
      type: 'text',
      target: 'first_name',
      fallback: '',
      maxLength: 255,
      description: 'first name',
    },
    {
      name: 'last_name',
      type: 'text',
      target: 'last_name',
      fallback: '',
      maxLength: 255,
      description: 'last name',
    },
    {
      name: 'level',
      type: 'choice',
      target: 'level',
      choices: ['user', 'power_user', 'superadmin'],
      fallback: 'user',
      reserved: 'superadmin',
      description:
        '`power_user` makes a supervisor who holds nothing yet; `superadmin` stands only where the user already is one',
    },
    {
      name: 'status',
      type: 'choice',
      target: 'status',
      choices: userStatuses,
      fallback: 'active',
      description: "an inactive user can't sign in",
    },
    {
      name: 'manager',
      type: 'id',
      target: 'manager_id',
      references: 'users',
      description: "the user's manager; nobody is their own",
    },
    {
      name: 'branch',
      type: 'id',
      target: 'branch_id',
      references: 'branches',
      description: 'the branch in which the user is',
    },
    {
      name: 'created_at',
      type: 'time',
      target: 'created_at',
      description: 'when the account was made',
    },
    { name: 'last_access_at', type: 'time', target: 'last_access_at', description: 'last sign-in' },
    {
      name: 'expires_at',
      type: 'time',
      target: 'expires_at',
      description: 'when the account ends',
    },
  ],
  derived: {
    targets: ['name_key', 'search_key'],
    from: ['first_name', 'last_name', 'username', 'email'],
    make: ([firstName = '', lastName = '', username = '', email = '']) => {
      const names = { firstName: oneLine(firstName), lastName: oneLine(lastName) };
      const { nameKey, searchKey } = personKeys({ ...names, username, email: oneLine(email) });
      return [nameKey, searchKey];
    },
  },
};

/** Values of additional fields: read from the `field:` columns of users.csv, a row a user and field. */
export const userFieldValues: Kind = {
  name: 'user_field_values',
  description: 'Values of additional fields, which stand in `users.csv`.',
  within: 'users',
  key: ['user', 'field'],
  removedWhenEmpty: 'value',
  columns: [
    {
      name: 'user',
      type: 'id',
      target: 'user_id',
      required: true,
      references: 'users',
      description: 'the user',
    },
    {
      name: 'field',
      type: 'id',
      target: 'field_id',
      required: true,
      references: 'user_fields',
      description: 'the field',
    },
    { name: 'value', type: 'text', target: 'value', maxLength: 4000, description: 'the value' },
  ],
  derived: { targets: ['value_key'], from: ['value'], make: ([value = '']) => [fold(value)] },
};

export const groupMembers: Kind = {
  name: 'group_members',
  description: 'Who is in which group.',
  key: ['group', 'user'],
  columns: [
    {
      name: 'group',
      type: 'id',
      target: 'group_id',
      required: true,
      references: 'groups',
      description: 'the group',
    },
    {
      name: 'user',
      type: 'id',
      target: 'user_id',
      required: true,
      references: 'users',
      description: 'the member',
    },
  ],
};
