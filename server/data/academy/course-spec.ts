/** What a course of the academy is: who is given it, by when, and how long its certificate lasts. */
import type { courseTypes } from '../schema/learning.ts';
import type { Work } from './company.ts';

/** Who is given a course: everybody, those with a kind of work, those who lead others, or the first aiders. */
export type Audience = 'everyone' | 'leads' | 'first_aiders' | Work;

/** Audience and the share of it that is enrolled; a person's largest share counts. */
export type Audiences = Readonly<Partial<Record<Audience, number>>>;

export interface CourseSpec {
  readonly code: string;
  readonly category: string;
  readonly name: string;
  readonly type: (typeof courseTypes)[number];
  readonly minutes: number;
  readonly audiences: Audiences;
  readonly dueDays: number | null;
  readonly validMonths: number | null;
  readonly tested: boolean;
  readonly status?: 'under_maintenance' | 'unpublished';
}

type Options = Partial<Pick<CourseSpec, 'dueDays' | 'validMonths' | 'tested' | 'status'>>;

const row =
  (type: CourseSpec['type']) =>
  (
    code: string,
    category: string,
    name: string,
    minutes: number,
    audiences: Audiences,
    options: Options = {},
  ): CourseSpec => ({
    code,
    category,
    name,
    type,
    minutes,
    audiences,
    dueDays: null,
    validMonths: null,
    tested: false,
    ...options,
  });

export const online = row('elearning');
export const room = row('classroom');
export const webinar = row('webinar');

/** Given anew every year, with a test at the end. */
export const yearly = { dueDays: 30, validMonths: 12, tested: true } as const;
/** The same share of everybody who works with their hands. */
export const handsOn = (share: number): Audiences => ({
  workshop: share,
  food: share,
  warehouse: share,
});
