/** The kinds of instructor-led training: sessions of a course, and who attended them. */

import { attendanceStatuses } from '../../../data/schema/progress.ts';
import type { Kind } from '../column.ts';
import { nameKey } from './name-key.ts';

export const sessions: Kind = {
  name: 'sessions',
  description: 'Sessions of classroom and webinar courses.',
  key: ['id'],
  ordered: [['starts_at', 'ends_at']],
  columns: [
    { name: 'id', type: 'id', target: 'key', required: true, description: "the session's id" },
    {
      name: 'course',
      type: 'id',
      target: 'course_id',
      required: true,
      references: 'courses',
      fixed: true,
      description: 'the course that it belongs to',
    },
    {
      name: 'name',
      type: 'text',
      target: 'name',
      required: true,
      maxLength: 500,
      description: 'its name',
    },
    {
      name: 'location',
      type: 'text',
      target: 'location',
      maxLength: 500,
      description: 'where it takes place',
    },
    {
      name: 'starts_at',
      type: 'time',
      target: 'starts_at',
      required: true,
      description: 'when it starts',
    },
    { name: 'ends_at', type: 'time', target: 'ends_at', description: 'when it ends' },
  ],
  derived: nameKey,
};

export const attendances: Kind = {
  name: 'attendances',
  description: 'Who is registered for a session, and who came.',
  key: ['user', 'session'],
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
      name: 'session',
      type: 'id',
      target: 'session_id',
      required: true,
      references: 'sessions',
      description: 'the session',
    },
    {
      name: 'status',
      type: 'choice',
      target: 'status',
      choices: attendanceStatuses,
      fallback: 'registered',
      description: 'whether the user came',
    },
    {
      name: 'seconds',
      type: 'integer',
      target: 'seconds',
      min: 0,
      description: 'time present, in seconds',
    },
    { name: 'score', type: 'number', target: 'score', description: 'points' },
  ],
};
