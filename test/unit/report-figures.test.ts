/** What every report shows of the company on paper: rows, figures and totals, counted by hand. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { readPage } from '../../server/report/page.ts';
import { toIsoTime } from '../../shared/time.ts';
import type { Filter } from '../../shared/wire/report.ts';
import { ask, day, now, open, openCompany, settings, table, viewerOf } from './report-world.ts';

let company: Database;
beforeAll(async () => {
  company = await openCompany();
});

const iso = (seconds: number) => toIsoTime(seconds);

describe('enrollments', () => {
  it('FOR-004 PERM-060 shows every enrollment of visible people in visible courses, and no other', async () => {
    const rows = await table(company, 'enrollments', ['user_id', 'course_id', 'status'], {
      sort: [
        { column: 'user_id', desc: false },
        { column: 'course_id', desc: false },
      ],
    });
    expect(rows).toEqual([
      ['U2', 'C1', 'completed'],
      ['U2', 'C2', 'in_progress'],
      ['U2', 'C3', 'enrolled'],
      ['U3', 'C1', 'in_progress'],
      ['U3', 'C2', 'completed'],
      ['U3', 'C3', 'withdrawn'],
      ['U4', 'C1', 'enrolled'],
      ['U4', 'C2', 'completed'],
      ['U4', 'C3', 'waiting'],
      ['U5', 'C1', 'in_progress'],
      ['U5', 'C2', 'in_progress'],
      ['U6', 'C4', 'enrolled'],
    ]);
  });

  it('T-27 counts and totals the same rows', async () => {
    const { total, totals } = await ask(company, 'enrollments', { limit: 1 });
    expect(total).toBe(12);
    expect(totals).toEqual({ progress: 39.125, score: 77, time_spent: 8480 });
  });

  it('judges due dates to the second', async () => {
    const columns = ['user_id', 'course_id', 'overdue', 'at_risk', 'needs_attention'];
    const rows = await table(company, 'enrollments', columns, {
      filters: [{ column: 'needs_attention', op: 'equals', value: true }],
      sort: [{ column: 'due_at', desc: false }],
    });
    expect(rows).toEqual([
      ['U2', 'C2', true, false, true],
      ['U4', 'C1', false, true, true],
      ['U2', 'C3', false, true, true],
    ]);
    const counted = await ask(company, 'enrollments', {
      filters: [{ column: 'counted', op: 'equals', value: true }],
    });
    expect(counted.total).toBe(8);
  });

  it('shows each value in its wire form', async () => {
    const [row] = (await ask(company, 'enrollments', { sort: [{ column: 'score', desc: true }] }))
      .rows;
    expect(row).toEqual({
      user_id: 'U2',
      user_name: 'Ada Moor',
      username: 'ada',
      email: 'ada@example.org',
      branch: 'Sales',
      user_status: 'active',
      course_id: 'C1',
      course_name: 'Fire safety',
      course_code: 'FS-1',
      course_type: 'elearning',
      course_status: 'published',
      category: 'Safety',
      status: 'completed',
      progress: 100,
      due_at: null,
      overdue: false,
      at_risk: false,
      needs_attention: false,
      counted: true,
      score: 90,
      initial_score: 70,
      passed: true,
      time_spent: 3600,
      enrolled_at: iso(now - 100 * day),
      started_at: null,
      last_access_at: '2026-02-10T09:00:00Z',
      completed_at: '2026-02-10T09:00:00Z',
      valid_from: null,
      valid_until: null,
      archived_at: null,
      level: 'learner',
      field_dept: 'Sales & Co',
      field_pay: 'A7',
    });
  });
});

describe('learners', () => {
  it('PERM-060 counts over visible enrollments alone', async () => {
    const columns = ['user_id', 'enrolled', 'completed', 'completion_rate', 'overdue', 'at_risk'];
    expect(
      await table(company, 'learners', columns, { sort: [{ column: 'user_id', desc: false }] }),
    ).toEqual([
      ['U2', 3, 1, 33.33, 1, 1],
      ['U3', 2, 1, 50, 0, 0],
      ['U4', 1, 0, 0, 0, 1],
      ['U5', 1, 0, 0, 0, 0],
      ['U6', 1, 0, 0, 0, 0],
    ]);
    const more = ['average_score', 'time_spent', 'last_access_at', 'inactive', 'needs_attention'];
    expect(
      await table(company, 'learners', more, { sort: [{ column: 'user_id', desc: false }] }),
    ).toEqual([
      [90, 4200, iso(now - 5 * day), false, true],
      [61, 3000, iso(now - 30 * day), false, false],
      [null, 0, null, true, true],
      [null, 300, iso(now - day), false, false],
      [null, 0, null, true, false],
    ]);
  });

  it('T-27 totals a rate over all enrollments, not over the rows', async () => {
    const { total, totals } = await ask(company, 'learners');
    expect(total).toBe(5);
    expect(totals).toMatchObject({
      enrolled: 8,
      completed: 2,
      completion_rate: 25,
      overdue: 1,
      at_risk: 2,
      average_score: 75.5,
      time_spent: 7500,
    });
  });

  it('T-27 names a manager only when the viewer sees them as a learner', async () => {
    const rows = await table(company, 'learners', ['user_id', 'manager']);
    expect(new Map(rows as [string, string | null][])).toEqual(
      new Map([
        ['U2', null],
        ['U3', 'Ada Moor'],
        ['U4', null],
        ['U5', 'Ada Moor'],
        ['U6', 'Béa Émile'],
      ]),
    );
  });

  it('narrows its figures, and its rows with them, by a filter on courses', async () => {
    const columns = ['user_id', 'enrolled', 'completed', 'last_access_at', 'inactive'];
    const rows = await table(company, 'learners', columns, {
      filters: [{ column: 'course_name', op: 'equals', value: 'FIRE SAFETY' }],
      sort: [{ column: 'user_id', desc: false }],
    });
    expect(rows).toEqual([
      ['U2', 1, 1, '2026-02-10T09:00:00Z', false],
      ['U3', 1, 0, iso(now - 31 * day), true],
      ['U4', 1, 0, null, true],
      ['U5', 0, 0, iso(now - day), false],
    ]);
  });
});

describe('courses', () => {
  it('counts visible people alone', async () => {
    const columns = [
      'course_id',
      'category',
      'course_type',
      'duration',
      'enrolled',
      'completed',
      'completion_rate',
    ];
    expect(
      await table(company, 'courses', columns, { sort: [{ column: 'course_id', desc: false }] }),
    ).toEqual([
      ['C1', 'Safety', 'elearning', 3600, 3, 1, 33.33],
      ['C2', 'Law', 'webinar', 3600, 3, 1, 33.33],
      ['C3', 'Safety', 'classroom', 3600, 1, 0, 0],
      ['C4', null, 'elearning', 3600, 1, 0, 0],
    ]);
  });

  it('PERM-060 sums a course up', async () => {
    const sort = [{ column: 'course_id', desc: false }];
    const split = [
      'enrolled',
      'not_started',
      'in_progress',
      'completed',
      'overdue',
      'at_risk',
      'pass_rate',
    ];
    expect(await table(company, 'course_summary', split, { sort })).toEqual([
      [3, 1, 1, 1, 0, 1, 100],
      [3, 0, 2, 1, 1, 0, 0],
      [1, 1, 0, 0, 0, 1, null],
      [1, 1, 0, 0, 0, 0, null],
    ]);
    const means = [
      'average_progress',
      'average_score',
      'average_time',
      'time_spent',
      'last_access_at',
    ];
    expect(await table(company, 'course_summary', means, { sort })).toEqual([
      [50, 90, 1600, 4800, iso(now - day)],
      [63.17, 61, 900, 2700, iso(now - 5 * day)],
      [0, null, 0, 0, iso(now - 30 * day)],
      [0, null, 0, 0, null],
    ]);
    const { totals } = await ask(company, 'course_summary');
    expect(totals).toMatchObject({
      enrolled: 8,
      pass_rate: 50,
      average_score: 75.5,
      average_time: 937.5,
    });
  });

  it('narrows its figures by a filter on people', async () => {
    const rows = await table(company, 'course_summary', ['course_id', 'enrolled', 'overdue'], {
      filters: [{ column: 'branch', op: 'equals', value: 'ålesund yard' }],
      sort: [{ column: 'course_id', desc: false }],
    });
    expect(rows).toEqual([
      ['C1', 1, 0],
      ['C2', 1, 0],
      ['C3', 0, 0],
    ]);
  });
});

describe('transcript', () => {
  const ofAda = { filters: [{ column: 'user_id', op: 'equals', value: 'U2' } as const] };

  it('PERM-001 shows the courses of one learner', async () => {
    const rows = await table(company, 'transcript', ['course_name', 'status', 'score'], ofAda);
    expect(rows).toEqual([
      ['Fire safety', 'completed', 90],
      ['first aid', 'enrolled', null],
      ['GDPR 100%', 'in_progress', null],
    ]);
  });

  it('needs to be told whose it is', async () => {
    const contains: Filter = { column: 'user_name', op: 'contains', value: 'ada' };
    const several: Filter = { column: 'user_id', op: 'in', value: ['U2', 'U3'] };
    for (const filters of [[], [contains], [several]]) {
      await expect(ask(company, 'transcript', { filters })).rejects.toMatchObject({
        slug: 'bad-request',
        message: expect.stringContaining('user_id'),
      });
    }
  });

  it('T-25 answers for somebody out of sight as for nobody', async () => {
    const about = (value: string) =>
      ask(company, 'transcript', { filters: [{ column: 'user_id', op: 'equals', value }] });
    const [zed, nobody] = [await about('U7'), await about('U77')];
    expect(zed).toEqual(nobody);
    expect(zed.total).toBe(0);
  });
});

describe('late enrollments', () => {
  it('lists what is overdue, with whole days since the due date', async () => {
    expect(await table(company, 'overdue', ['user_id', 'course_id', 'days_overdue'])).toEqual([
      ['U2', 'C2', 0],
    ]);
    const later = open(await viewerOf(company, now + 3 * day), 'overdue');
    const question = { filters: [], sort: [], columns: ['user_id', 'course_id', 'days_overdue'] };
    const { rows } = await readPage(company, settings, later, { question, limit: 50 });
    expect(rows.map(Object.values)).toEqual([
      ['U2', 'C2', 3],
      ['U4', 'C1', 3],
      ['U3', 'C1', 2],
    ]);
  });

  it('lists what is at risk, the most urgent first', async () => {
    expect(await table(company, 'at_risk', ['user_id', 'course_id', 'days_left'])).toEqual([
      ['U4', 'C1', 0],
      ['U2', 'C3', 13],
    ]);
  });
});

describe('learning plan progress', () => {
  it('PERM-020 shows visible plans of visible people, judged by their visible courses', async () => {
    const columns = [
      'user_id',
      'plan_id',
      'courses',
      'courses_completed',
      'progress',
      'status',
      'overdue',
    ];
    expect(
      await table(company, 'plan_progress', columns, {
        sort: [{ column: 'user_id', desc: false }],
      }),
    ).toEqual([
      ['U2', 'P1', 2, 1, 50, 'in_progress', true],
      ['U3', 'P1', 2, 1, 50, 'completed', false],
      ['U4', 'P1', 2, 0, 0, 'not_started', false],
    ]);
    expect((await ask(company, 'plan_progress')).totals).toMatchObject({
      courses: 6,
      progress: expect.closeTo(100 / 3, 9),
    });
  });
});

describe('certificates', () => {
  it('PERM-039 shows visible certificates and how long they hold', async () => {
    const columns = ['certificate_id', 'user_id', 'course_name', 'plan_name', 'state'];
    const sort = [{ column: 'certificate_id', desc: false }];
    expect(await table(company, 'certificates', columns, { sort })).toEqual([
      ['T1', 'U2', 'Fire safety', null, 'expiring'],
      ['T2', 'U3', 'GDPR 100%', null, 'valid'],
      ['T3', 'U2', null, 'Onboarding', 'expired'],
      ['T4', 'U4', 'Fire safety', null, 'valid'],
      ['T8', 'U6', 'Secret', null, 'expiring'],
    ]);
  });
});

describe('attendance and external training', () => {
  it('PERM-046 PERM-052 shows sessions of visible courses', async () => {
    const columns = [
      'user_id',
      'course_id',
      'session_name',
      'location',
      'attendance',
      'time_attended',
      'score',
    ];
    expect(await table(company, 'attendance', columns)).toEqual([
      ['U5', 'C2', 'Online', null, 'registered', null, null],
      ['U2', 'C3', 'Monday', 'Oslo', 'attended', 7200, 8],
      ['U3', 'C3', 'Monday', 'Oslo', 'absent', null, null],
    ]);
    expect((await ask(company, 'attendance')).totals).toEqual({ time_attended: 7200, score: 8 });
  });

  it('PERM-076 shows what visible people learnt elsewhere', async () => {
    const columns = ['training_id', 'user_id', 'training_name', 'provider', 'status', 'time_spent'];
    const sort = [{ column: 'training_id', desc: false }];
    expect(await table(company, 'external_training', columns, { sort })).toEqual([
      ['X1', 'U2', 'Welding', 'Ørsted', 'approved', 60],
      ['X2', 'U6', 'Diving', null, 'pending', null],
    ]);
  });
});
