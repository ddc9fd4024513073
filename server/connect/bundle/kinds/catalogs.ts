/** The kinds of catalogs: what each lists, and who sees it. */
import { catalogVisibilities } from '../../../data/schema/learning.ts';
import type { Kind } from '../column.ts';

export const catalogs: Kind = {
  name: 'catalogs',
  description: 'Catalogs.',
  key: ['id'],
  columns: [
    { name: 'id', type: 'id', target: 'key', required: true, description: "the catalog's id" },
    {
      name: 'name',
      type: 'text',
      target: 'name',
      required: true,
      maxLength: 255,
      description: 'its name',
    },
    {
      name: 'visibility',
      type: 'choice',
      target: 'visibility',
      choices: catalogVisibilities,
      fallback: 'restricted',
      description: 'who sees it: everyone, its audience alone, or nobody',
    },
  ],
};

export const catalogItems: Kind = {
  name: 'catalog_items',
  description: 'What each catalog lists: a course or a learning plan a row.',
  key: ['catalog', 'course', 'plan'],
  exactlyOne: ['course', 'plan'],
  columns: [
    {
      name: 'catalog',
      type: 'id',
      target: 'catalog_id',
      required: true,
      references: 'catalogs',
      description: 'the catalog',
    },
    {
      name: 'course',
      type: 'id',
      target: 'item_id',
      variant: 'course',
      references: 'courses',
      description: 'a course in it',
    },
    {
      name: 'plan',
      type: 'id',
      target: 'item_id',
      variant: 'plan',
      references: 'learning_plans',
      description: 'or a learning plan in it',
    },
  ],
};

export const catalogAudiences: Kind = {
  name: 'catalog_audiences',
  description: 'Who sees each restricted catalog: a user, a group or a branch a row.',
  key: ['catalog', 'user', 'group', 'branch'],
  exactlyOne: ['user', 'group', 'branch'],
  columns: [
    {
      name: 'catalog',
      type: 'id',
      target: 'catalog_id',
      required: true,
      references: 'catalogs',
      description: 'the catalog',
    },
    {
      name: 'user',
      type: 'id',
      target: 'item_id',
      variant: 'user',
      references: 'users',
      description: 'a user',
    },
    {
      name: 'group',
      type: 'id',
      target: 'item_id',
      variant: 'group',
      references: 'groups',
      description: 'or a group',
    },
    {
      name: 'branch',
      type: 'id',
      target: 'item_id',
      variant: 'branch',
      references: 'branches',
      description: 'or a branch',
    },
    {
      name: 'descendants',
      type: 'boolean',
      target: 'descendants',
      fallback: 0,
      description: 'whether the branches below the branch see it too; counts for branches alone',
    },
  ],
};
