/** A course as administration tells of it. */
import type { z } from 'zod';
import type { courseSchema } from '../../../shared/wire/learning.ts';
import { momentOf } from '../../../shared/wire/time.ts';
import type { CourseRecord } from '../../command/course-record.ts';

export const courseWire = ({
  durationSeconds,
  createdAt,
  ...course
}: CourseRecord): z.infer<typeof courseSchema> => ({
  ...course,
  duration_seconds: durationSeconds,
  created_at: momentOf(createdAt),
});
