/** The kinds of what people did: enrollments in courses and plans, certificates, external training, daily activity. */

import {
  enrollmentLevels,
  enrollmentStatuses,
  externalStatuses,
} from '../../../data/schema/progress.ts';
import type { Column, Kind } from '../column.ts';
import { nameKey } from './name-key.ts';

const userColumn: Column = {
  name: 'user',
  type: 'id',
  target: 'user_id',
  required: true,
  references: 'users',
  description: 'the user',
};

const courseColumn: Column = {
  name: 'course',
  type: 'id',
  target: 'course_id',
  required: true,
  references: 'courses',
  description: 'the course',
};

const time = (name: string, description: string): Column => ({
  name,
  type: 'time',
  target: name,
  description,
});

export const enrollments: Kind = {
  name: 'enrollments',
  description: 'Who takes which course, and how far they are. One row a user and course.',
  key: ['user', 'course'],
  ordered: [['valid_from', 'valid_until']],
  columns: [
    userColumn,
    courseColumn,
    {
      name: 'level',
      type: 'choice',
      target: 'level',
      choices: enrollmentLevels,
      fallback: 'learner',
      description: 'as what the user takes part',
    },
    {
      name: 'status',
      type: 'choice',
      target: 'status',
      choices: enrollmentStatuses,
      fallback: 'enrolled',
      description: 'how the enrollment stands',
    },
    {
      name: 'progress',
      type: 'percent',
      target: 'progress',
      fallback: 0,
      description: 'share of the course done',
    },
    {
      name: 'initial_score',
      type: 'number',
      target: 'initial_score',
      description: 'points at the start',
    },
    { name: 'score', type: 'number', target: 'score', description: 'points in the end' },
    {
      name: 'passed',
      type: 'boolean',
      target: 'passed',
      description: 'empty while nobody has judged',
    },
    {
      name: 'seconds',
      type: 'integer',
      target: 'seconds',
      fallback: 0,
      min: 0,
      description: 'time spent, in seconds',
    },
    time('enrolled_at', 'when the user was enrolled'),
    time('started_at', 'first access'),
    time('completed_at', 'when it was completed'),
    time('last_access_at', 'last access'),
    time('due_at', 'when it should be completed'),
    time('valid_from', 'from when the user has access'),
    time('valid_until', 'until when the user has access'),
    time('archived_at', 'when it was archived'),
  ],
};

export const planEnrollments: Kind = {
  name: 'plan_enrollments',
  description: 'Who takes which learning plan.',
  key: ['user', 'plan'],
  columns: [
    userColumn,
    {
      name: 'plan',
      type: 'id',
      target: 'plan_id',
      required: true,
      references: 'learning_plans',
      description: 'the plan',
    },
    time('enrolled_at', 'when the user was enrolled'),
    time('completed_at', 'when it was completed'),
    time('due_at', 'when it should be completed'),
  ],
};

export const certificates: Kind = {
  name: 'certificates',
  description: 'Certificates, each for a course or for a learning plan.',
  key: ['id'],
  exactlyOne: ['course', 'plan'],
  ordered: [['issued_at', 'expires_at']],
  columns: [
    { name: 'id', type: 'id', target: 'key', required: true, description: "the certificate's id" },
    { ...userColumn, fixed: true, description: 'whose it is' },
    {
      name: 'course',
      type: 'id',
      target: 'course_id',
      references: 'courses',
      fixed: true,
      description: 'the course that it is for',
    },
    {
      name: 'plan',
      type: 'id',
      target: 'plan_id',
      references: 'learning_plans',
      fixed: true,
      description: 'or the learning plan that it is for',
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
      name: 'code',
      type: 'text',
      target: 'code',
      maxLength: 255,
      description: 'the number printed on it',
    },
    { ...time('issued_at', 'when it was issued'), required: true },
    time('expires_at', 'when it expires'),
  ],
  derived: nameKey,
};

export const externalTrainings: Kind = {
  name: 'external_trainings',
  description: 'Training that users did elsewhere.',
  key: ['id'],
  columns: [
    { name: 'id', type: 'id', target: 'key', required: true, description: "the record's id" },
    { ...userColumn, fixed: true, description: 'whose it is' },
    {
      name: 'name',
      type: 'text',
      target: 'name',
      required: true,
      maxLength: 500,
      description: 'what it was',
    },
    {
      name: 'provider',
      type: 'text',
      target: 'provider',
      maxLength: 255,
      description: 'where it was',
    },
    {
      name: 'status',
      type: 'choice',
      target: 'status',
      choices: externalStatuses,
      fallback: 'approved',
      description: 'whether it counts',
    },
    time('completed_at', 'when it was completed'),
    {
      name: 'seconds',
      type: 'integer',
      target: 'seconds',
      min: 0,
      description: 'how long it took, in seconds',
    },
    { name: 'score', type: 'number', target: 'score', description: 'points' },
  ],
};

export const dailyActivity: Kind = {
  name: 'daily_activity',
  description: 'Time spent by a user in a course on a day (UTC).',
  key: ['user', 'course', 'day'],
  columns: [
    userColumn,
    courseColumn,
    { name: 'day', type: 'day', target: 'day', required: true, description: 'the day' },
    {
      name: 'seconds',
      type: 'integer',
      target: 'seconds',
      fallback: 0,
      min: 0,
      description: 'time spent, in seconds',
    },
  ],
};
