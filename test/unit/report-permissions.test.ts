/** What exists for whom: reports, columns, filters and rows by permission. */
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { reports } from '../../server/report/catalogue.ts';
import { readFacets } from '../../server/report/facets.ts';
import {
  describeReport,
  mayOpen,
  openReport,
  summarizeReport,
} from '../../server/report/viewer.ts';
import type { PermissionId } from '../../shared/permission/catalogue.ts';
import { reportSchema, rowsSchema } from '../../shared/wire/report.ts';
import { ask, everything, open, openCompany, table, viewerOf } from './report-world.ts';

const without = (...taken: readonly PermissionId[]) =>
  openCompany(everything.filter((id) => !taken.includes(id)));

const listed = async (permissions: readonly PermissionId[]) => {
  const { scope } = await viewerOf(await openCompany(permissions));
  return [...reports.values()].filter((report) => mayOpen(report, scope)).map(({ id }) => id);
};

const aboutPeople = ['enrollments', 'overdue', 'at_risk', 'course_summary'];

let company: Database;
beforeAll(async () => {
  company = await openCompany();
});

describe('reports', () => {
  const rows = ['enrollments', 'overdue', 'at_risk', 'course_summary'];
  const cases: [readonly PermissionId[], readonly string[]][] = [
    [[], []],
    [['users.view', 'courses.view', 'certificates.view', 'insights.view'], []],
    [['reports.view'], rows],
    [
      ['reports.view', 'users.view'],
      ['learners', ...rows, 'transcript'],
    ],
    [
      ['reports.view', 'users.create'],
      [...rows, 'transcript'],
    ],
    [
      ['reports.view', 'users.edit'],
      [...rows, 'transcript'],
    ],
    [
      ['reports.view', 'courses.view'],
      ['courses', ...rows],
    ],
    [
      ['reports.view', 'learning_plans.view'],
      [...rows, 'plan_progress'],
    ],
    [
      ['reports.view', 'certificates.view'],
      [...rows, 'certificates'],
    ],
    [
      ['reports.view', 'certificates.view_issued'],
      [...rows, 'certificates'],
    ],
    [
      ['reports.view', 'ilt_sessions.view'],
      [...rows, 'attendance'],
    ],
    [
      ['reports.view', 'webinar_sessions.view'],
      [...rows, 'attendance'],
    ],
    [
      ['reports.view', 'external_training.view'],
      [...rows, 'external_training'],
    ],
    [everything, [...reports.keys()]],
  ];
  it.each(cases)(
    'PERM-060 FOR-020 PU-004 SKY-003 SKY-022 %j opens %j',
    async (permissions, expected) => {
      expect((await listed(permissions)).toSorted()).toEqual(expected.toSorted());
    },
  );

  it('T-25 answers for a report without its permission as for none of that name', async () => {
    const viewer = await viewerOf(await openCompany(['reports.view']));
    const refusal = (id: string) => {
      try {
        return openReport(reports.get(id), viewer);
      } catch (error) {
        return error;
      }
    };
    expect(refusal('learners')).toEqual(refusal('no_such_report'));
    expect(refusal('learners')).toMatchObject({ slug: 'not-found' });
  });

  it('describes each as the wire wants it, with answers that fit the description', async () => {
    const viewer = await viewerOf(company);
    for (const id of reports.keys()) {
      const described = describeReport(open(viewer, id));
      expect(reportSchema.parse(described)).toEqual(described);
      const ids = [...described.columns, ...(described.narrows ?? [])].map((column) => column.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(described.columns.some(({ shown }) => shown)).toBe(true);
      const filters =
        id === 'transcript' ? [{ column: 'user_id', op: 'equals' as const, value: 'U2' }] : [];
      const answer = await ask(company, id, { filters });
      expect(rowsSchema.parse(answer)).toEqual(answer);
      expect(answer.columns).toEqual(described.columns.map((column) => column.id));
      expect(answer.total).toBeGreaterThan(0);
    }
  });
});

describe('columns', () => {
  /** Every way to speak of a column of the enrollments report. */
  async function refusals(database: Database, column: string): Promise<unknown[]> {
    const slug = async (work: Promise<unknown>) =>
      ((await work.catch((error) => error)) as { slug?: string }).slug;
    const filters = [{ column, op: 'is_not_empty' as const }];
    const request = { column, question: { filters: [], sort: [] } };
    const report = open(await viewerOf(database), 'enrollments');
    return [
      await slug(ask(database, 'enrollments', { columns: [column] })),
      await slug(ask(database, 'enrollments', { sort: [{ column, desc: true }] })),
      await slug(ask(database, 'enrollments', { filters })),
      await slug(readFacets(database, report, request)),
    ];
  }
  const allRefused = Array(4).fill('unknown-column');

  it('T-26 T-29 leaves e-mail out for whom may not view users, and refuses every mention of it', async () => {
    const blind = await without('users.view');
    const { rows, columns } = await ask(blind, 'enrollments');
    expect(columns).not.toContain('email');
    expect(JSON.stringify(rows)).not.toContain('@example.org');
    expect(await refusals(blind, 'email')).toEqual(allRefused);
    expect(await refusals(blind, 'no_such_column')).toEqual(allRefused);
    expect((await ask(company, 'enrollments')).columns).toContain('email');
  });

  it('PERM-006 T-26 T-29 shows an invisible field only to whom may see it', async () => {
    const usual = await without('users.view_invisible_fields');
    const answer = await ask(usual, 'enrollments');
    expect(answer.columns).toContain('field_dept');
    expect(JSON.stringify(answer)).not.toMatch(/pay|A7/i);
    expect(await refusals(usual, 'field_pay')).toEqual(allRefused);
    const filters = [{ column: 'field_pay', op: 'equals' as const, value: 'a7' }];
    expect((await ask(company, 'enrollments', { filters })).total).toBe(3);
  });

  it('PERM-006 a field that becomes invisible is gone with the next question', async () => {
    const usual = await without('users.view_invisible_fields');
    await usual.write([sql`UPDATE user_fields SET invisible = 1 WHERE key = 'dept'`]);
    expect((await ask(usual, 'learners')).columns.join()).not.toContain('field_');
  });

  const byArea: [PermissionId, readonly string[]][] = [
    ['users.view', ['user_name', 'username', 'branch', 'user_status', 'field_dept']],
    ['courses.view', ['course_id', 'course_name', 'course_code', 'course_type', 'category']],
  ];
  it.each(byArea)(
    'PERM-061 filters by %j need the View of their kind',
    async (permission, columns) => {
      const blind = await without(permission);
      const report = describeReport(open(await viewerOf(blind), 'enrollments'));
      for (const column of columns) {
        const filters = [{ column, op: 'is_not_empty' as const }];
        const refusal = { slug: 'unknown-column' };
        await expect(ask(blind, 'enrollments', { filters })).rejects.toMatchObject(refusal);
        expect((await ask(company, 'enrollments', { filters })).total).toBeGreaterThan(0);
        const asked = { column, question: { filters: [], sort: [] } };
        const opened = open(await viewerOf(blind), 'enrollments');
        await expect(readFacets(blind, opened, asked)).rejects.toMatchObject(refusal);
        const described = report.columns.find(({ id }) => id === column);
        expect(described).toMatchObject({ filterable: false, facet: false, sortable: true });
      }
      expect((await ask(blind, 'enrollments', { columns: [...columns] })).total).toBe(12);
    },
  );

  it('PERM-061 filters that narrow need it too', async () => {
    const blind = await without('courses.view');
    const filters = [{ column: 'course_name', op: 'equals' as const, value: 'Fire safety' }];
    await expect(ask(blind, 'learners', { filters })).rejects.toMatchObject({
      slug: 'unknown-column',
    });
    expect(describeReport(open(await viewerOf(blind), 'learners')).narrows).toEqual([]);
    expect((await ask(company, 'learners', { filters })).total).toBe(4);
    const sort = [{ column: 'course_name', desc: false }];
    await expect(ask(company, 'learners', { sort })).rejects.toMatchObject({
      slug: 'unknown-column',
    });
  });

  it('PERM-002 PERM-003 one person can be named by whom may open their summary', async () => {
    const filters = [{ column: 'user_id', op: 'equals' as const, value: 'U2' }];
    for (const permission of ['users.create', 'users.edit'] as const) {
      const editor = await openCompany(['reports.view', permission]);
      expect((await ask(editor, 'transcript', { filters })).total).toBe(3);
    }
    const reader = await openCompany(['reports.view', 'learning_plans.view']);
    await expect(ask(reader, 'plan_progress', { filters })).rejects.toMatchObject({
      slug: 'unknown-column',
    });
  });
});

describe('rows', () => {
  it('PERM-041 lists issued certificates, and not those of one person', async () => {
    const issued = await openCompany(['reports.view', 'users.view', 'certificates.view_issued']);
    const filters = [{ column: 'user_id', op: 'equals' as const, value: 'U2' }];
    expect((await ask(issued, 'certificates')).total).toBe(5);
    await expect(ask(issued, 'certificates', { filters })).rejects.toMatchObject({
      slug: 'unknown-column',
    });
    expect((await ask(company, 'certificates', { filters })).total).toBe(2);
  });

  it('PERM-041 PERM-060 says which reports may be asked about one person, and these answer', async () => {
    const issued = ['reports.view', 'users.view', 'certificates.view_issued'] as const;
    const lists: [readonly PermissionId[], readonly string[]][] = [
      [['reports.view', 'certificates.view_issued', 'learning_plans.view'], []],
      [issued, ['learners', ...aboutPeople, 'transcript']],
      [
        [...issued, 'certificates.view'],
        ['learners', ...aboutPeople, 'certificates', 'transcript'],
      ],
    ];
    for (const [permissions, expected] of lists) {
      const database = await openCompany(permissions);
      const viewer = await viewerOf(database);
      const opened = [...reports.values()].filter((report) => mayOpen(report, viewer.scope));
      const summaries = opened.map((report) => summarizeReport(openReport(report, viewer)));
      const of = summaries.filter((report) => report.of_one_learner).map(({ id }) => id);
      expect(of).toEqual(expected);
      for (const { id, of_one_learner } of summaries) {
        const filters = [{ column: 'user_id', op: 'equals' as const, value: 'U2' }];
        const answer = ask(database, id, { filters });
        if (of_one_learner) await answer;
        else await expect(answer).rejects.toMatchObject({ slug: 'unknown-column' });
      }
    }
  });

  it('PERM-046 PERM-052 shows only the kinds of session that the viewer may see', async () => {
    const sessions = async (database: Database) =>
      (await table(database, 'attendance', ['session_id'])).map(([id]) => id).sort();
    expect(await sessions(await without('webinar_sessions.view'))).toEqual(['S1', 'S1']);
    expect(await sessions(await without('ilt_sessions.view'))).toEqual(['S2']);
    expect(await sessions(company)).toEqual(['S1', 'S1', 'S2']);
  });

  it('PU-061 a manager sees nobody for being their manager', async () => {
    const ids = (await table(company, 'learners', ['user_id'])).map(([id]) => id).sort();
    expect(ids).toEqual(['U2', 'U3', 'U4', 'U5', 'U6']);
  });

  it('T-27 no report lets out a letter of what is out of sight', async () => {
    const viewer = await viewerOf(company);
    for (const id of reports.keys()) {
      const filters =
        id === 'transcript' ? [{ column: 'user_id', op: 'equals' as const, value: 'U2' }] : [];
      const report = open(viewer, id);
      const answers: unknown[] = [await ask(company, id, { filters })];
      for (const { id: column, facet } of describeReport(report).columns) {
        const question = { filters, sort: [] };
        if (facet) answers.push(await readFacets(company, report, { column, question }));
      }
      expect(JSON.stringify(answers)).not.toMatch(/canary|zed|77777|"U7"|"C5"|"P2"/i);
    }
  });

  it('T-15 shows nothing at all through an inactive site', async () => {
    const closed = await openCompany();
    await closed.write([sql`UPDATE sites SET active = 0`]);
    await expect(ask(closed, 'enrollments')).rejects.toMatchObject({ slug: 'not-found' });
    const empty = await openCompany();
    await empty.write([sql`DELETE FROM dataset_assignments`]);
    expect(await ask(empty, 'enrollments')).toMatchObject({
      rows: [],
      total: 0,
      totals: { progress: null, score: null, time_spent: 0 },
      next_cursor: null,
    });
  });
});
