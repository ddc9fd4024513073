/** The sample academy: the same every time, whole in itself, and believable. */
import { describe, expect, it } from 'vitest';
import { buildAcademy } from '../../server/data/academy/academy.ts';
import { companies } from '../../server/data/academy/companies.ts';
import { mailName } from '../../server/data/academy/spelling.ts';
import { isPermissionId } from '../../shared/permission/catalogue.ts';
import { secondsPerDay, toUnixDay } from '../../shared/time.ts';

const origins = ['http://portal.test'];
const nowSeconds = Date.UTC(2026, 10, 21, 12) / 1000;
const academy = buildAcademy({ nowSeconds, origins });
const { rows } = academy;

const idsOf = (list: readonly { id?: number }[]) => new Set(list.map(({ id }) => id));
const peopleOf = (code: string) => rows.users.filter(({ key }) => key.startsWith(`${code}-`));

describe('building the academy', () => {
  it('gives the same academy for the same moment, to the last row', () => {
    expect(buildAcademy({ nowSeconds, origins })).toEqual(academy);
  });

  it('moves with the moment: the same people, other days', () => {
    const later = buildAcademy({ nowSeconds: nowSeconds + 30 * secondsPerDay, origins }).rows;
    expect(later.users.map(({ username }) => username)).toEqual(
      rows.users.map(({ username }) => username),
    );
    expect(later.enrollments).not.toEqual(rows.enrollments);
  });

  it('has five companies of 100 to 200 people', () => {
    const sizes = companies.map(({ code }) => peopleOf(code).length);
    expect(sizes).toHaveLength(5);
    for (const size of sizes) {
      expect(size).toBeGreaterThanOrEqual(100);
      expect(size).toBeLessThanOrEqual(200);
    }
  });

  it("marks a company's people, and nobody else, with the company's own string", () => {
    for (const { code, domain } of companies) {
      const marked = rows.users.filter((user) => JSON.stringify(user).includes(domain));
      expect(marked).toEqual(peopleOf(code));
    }
  });

  it('writes names in several scripts and addresses in ASCII', () => {
    const names = rows.users.map(({ firstName, lastName }) => `${firstName} ${lastName}`).join(' ');
    for (const script of [/\p{Script=Arabic}/u, /\p{Script=Han}/u, /[ØøŁłŞșñ]/u]) {
      expect(names).toMatch(script);
    }
    for (const { email } of rows.users) expect(email).toMatch(/^[a-z0-9.-]+@[a-z-]+\.example$/);
  });

  const spellings: [name: string, address: string][] = [
    ['Åse Lunde-Bråten', 'ase.lunde-braten'],
    ["Chiara D'Angelo", 'chiara.dangelo'],
    ['Łukasz Żuk', 'lukasz.zuk'],
    ['Øystein Sæther', 'oystein.saether'],
    ['Đức Nguyễn', 'duc.nguyen'],
  ];
  it.each(spellings)('spells %s as %s', (name, address) => {
    expect(mailName(name)).toBe(address);
  });
});

describe('the rows of the academy', () => {
  const references: [what: string, found: Iterable<unknown>, known: Set<unknown>][] = [
    ['managers', rows.users.map(({ managerId }) => managerId), idsOf(rows.users)],
    ['branches of people', rows.users.map(({ branchId }) => branchId), idsOf(rows.branches)],
    ['parents of branches', rows.branches.map(({ parentId }) => parentId), idsOf(rows.branches)],
    ['people of fields', rows.userFieldValues.map(({ userId }) => userId), idsOf(rows.users)],
    ['fields', rows.userFieldValues.map(({ fieldId }) => fieldId), idsOf(rows.userFields)],
    ['members', rows.groupMembers.map(({ userId }) => userId), idsOf(rows.users)],
    ['groups', rows.groupMembers.map(({ groupId }) => groupId), idsOf(rows.groups)],
    ['categories', rows.courses.map(({ categoryId }) => categoryId), idsOf(rows.categories)],
    ['courses of plans', rows.learningPlanCourses.map((row) => row.courseId), idsOf(rows.courses)],
    ['plans', rows.learningPlanCourses.map(({ planId }) => planId), idsOf(rows.learningPlans)],
    ['catalogs', rows.catalogItems.map(({ catalogId }) => catalogId), idsOf(rows.catalogs)],
    ['learners', rows.enrollments.map(({ userId }) => userId), idsOf(rows.users)],
    ['courses', rows.enrollments.map(({ courseId }) => courseId), idsOf(rows.courses)],
    ['planned people', rows.planEnrollments.map(({ userId }) => userId), idsOf(rows.users)],
    ['certified courses', rows.certificates.map((row) => row.courseId), idsOf(rows.courses)],
    ['certified plans', rows.certificates.map(({ planId }) => planId), idsOf(rows.learningPlans)],
    ['courses of sessions', rows.sessions.map(({ courseId }) => courseId), idsOf(rows.courses)],
    ['sessions', rows.attendances.map(({ sessionId }) => sessionId), idsOf(rows.sessions)],
    ['attendants', rows.attendances.map(({ userId }) => userId), idsOf(rows.users)],
    [
      'those who learnt elsewhere',
      rows.externalTrainings.map((row) => row.userId),
      idsOf(rows.users),
    ],
    ['active people', rows.dailyActivity.map(({ userId }) => userId), idsOf(rows.users)],
    ['profiles', rows.grants.map(({ profileId }) => profileId), idsOf(rows.profiles)],
    ['datasets', rows.datasetAssignments.map((row) => row.datasetId), idsOf(rows.datasets)],
    ['ceilings', rows.sites.map(({ ceilingDatasetId }) => ceilingDatasetId), idsOf(rows.datasets)],
  ];
  it.each(references)('refer to %s that exist', (_what, found, known) => {
    const named = new Set([...found].filter((id) => id !== null));
    expect(named.size).toBeGreaterThan(0);
    expect(named.isSubsetOf(known)).toBe(true);
  });

  it('put managers before those who answer to them, in the same company', () => {
    for (const { id, key, managerId } of rows.users) {
      if (managerId === null || managerId === undefined) continue;
      expect(managerId).toBeLessThan(id ?? 0);
      expect(rows.users[managerId - 1]?.key.slice(0, 3)).toBe(key.slice(0, 3));
    }
  });

  it('enroll nobody twice and certify only what was completed', () => {
    const pair = (row: { userId: number; courseId?: number | null }) =>
      `${row.userId} ${row.courseId}`;
    expect(new Set(rows.enrollments.map(pair)).size).toBe(rows.enrollments.length);
    const completed = rows.enrollments.filter(({ completedAt }) => completedAt);
    const done = new Set(completed.map(pair));
    const certified = rows.certificates.filter(({ courseId }) => courseId);
    expect(certified.filter((row) => !done.has(pair(row)))).toEqual([]);
  });

  it('grant permissions that the catalogue knows', () => {
    expect(rows.profilePermissions.every(({ permission }) => isPermissionId(permission))).toBe(
      true,
    );
  });
});

describe('what happened in the academy', () => {
  it('lies in the past, in the order in which things happen', () => {
    for (const row of rows.enrollments) {
      const { enrolledAt, startedAt, lastAccessAt } = row;
      const times = [enrolledAt, startedAt, lastAccessAt ?? startedAt, nowSeconds];
      const happened = times.filter((time) => time !== null && time !== undefined);
      expect(happened).toEqual(happened.toSorted((one, other) => one - other));
    }
  });

  it('completes what is at 100 percent, and nothing else', () => {
    for (const { status, progress, completedAt } of rows.enrollments) {
      expect(status === 'completed').toBe(progress === 100);
      expect(status === 'completed').toBe(completedAt !== null);
    }
  });

  it('counts as daily activity no more seconds than the enrollment has', () => {
    const left = new Map(
      rows.enrollments.map((row) => [`${row.userId} ${row.courseId}`, row.seconds ?? 0]),
    );
    const today = toUnixDay(nowSeconds);
    for (const { userId, courseId, day, seconds = 0 } of rows.dailyActivity) {
      const key = `${userId} ${courseId}`;
      left.set(key, (left.get(key) ?? 0) - seconds);
      expect(day).toBeGreaterThan(today - 90);
      expect(day).toBeLessThanOrEqual(today);
    }
    expect([...left.values()].filter((seconds) => seconds < 0)).toEqual([]);
  });
});
