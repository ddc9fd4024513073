/** What a power user's datasets select, as one JSON record, and what of it would go with all courses. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { itemKinds } from '../../shared/scope.ts';
import { userLevels } from '../data/schema/people.ts';
import type { Subject } from './change.ts';
import { type DatasetRecord, datasetJson, datasetRecordSchema } from './dataset-record.ts';

const contentRecordSchema = z.object({
  username: z.string(),
  level: z.enum(userLevels),
  datasets: z.array(datasetRecordSchema),
});
export type ContentRecord = z.infer<typeof contentRecordSchema>;

/** The person with this id (the LMS's own). */
export const contentSubject = (key: string): Subject<ContentRecord> => ({
  name: `power_user:${key}`,
  record: sql`(SELECT json_object('username', p.username, 'level', p.level, 'datasets',
      json((SELECT json_group_array(json(${datasetJson}) ORDER BY d.name)
        FROM dataset_assignments held JOIN datasets d ON d.id = held.dataset_id
        WHERE held.power_user_id = p.id)))
    FROM users p WHERE p.key = ${key})`,
  parse: (json) => contentRecordSchema.parse(JSON.parse(json)),
});

/** Whether a dataset is this person's alone, so that it can be emptied without taking from anybody else. */
export const isPrivate = ({ owner }: DatasetRecord, powerUser: string): boolean =>
  owner === powerUser;

/** Whether it selects courses or plans in any way. */
export const hasContent = ({ selections }: DatasetRecord): boolean =>
  [selections.courses, selections.plans].some((mode) => mode !== undefined && mode !== 'none');

/** The items of a kind, or of every kind that is named among courses or plans. */
export const itemsOf = ({ items }: DatasetRecord, kind?: string) =>
  items.filter((item) =>
    kind === undefined
      ? Object.entries(itemKinds).some(([one, { axis }]) => one === item.kind && axis !== 'people')
      : item.kind === kind,
  );
