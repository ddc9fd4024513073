/** The academy's three supervisors hold what the demonstration needs: borders with somebody on the other side. */
import { describe, expect, it } from 'vitest';
import { buildAcademy } from '../../server/data/academy/academy.ts';
import { effectivePermissions } from '../../shared/permission/closure.ts';

const origins = ['http://portal.test', 'https://intranet.test'];
const { rows, customers } = buildAcademy({ nowSeconds: 1_795_300_000, origins });

const userId = (username: string) => rows.users.find((user) => user.username === username)?.id;
const supervisorOf = (siteId: string) =>
  userId(customers.find((customer) => customer.siteId === siteId)?.supervisors[0]?.username ?? '');

function permissionsOf(powerUserId: number | undefined) {
  const held = rows.grants.filter((grant) => grant.powerUserId === powerUserId);
  const ids = new Set(held.map(({ profileId }) => profileId));
  const granted = rows.profilePermissions.filter(({ profileId }) => ids.has(profileId));
  return effectivePermissions(granted.map(({ permission }) => permission));
}

const membersOf = (groupKey: string) => {
  const group = rows.groups.find(({ key }) => key === groupKey);
  return new Set(
    rows.groupMembers.filter(({ groupId }) => groupId === group?.id).map((row) => row.userId),
  );
};
const enrolled = (people: Set<number>, codePrefix: string) => {
  const courses = rows.courses.filter(({ code }) => code?.startsWith(codePrefix));
  const ids = new Set(courses.map(({ id }) => id));
  return rows.enrollments.filter((row) => people.has(row.userId) && ids.has(row.courseId));
};

describe('the supervisors of the academy', () => {
  it('are power users of three companies, each with a site, its origins and its ceiling', () => {
    expect(customers.map(({ companyCode }) => companyCode)).toEqual(['fjl', 'mau', 'qml']);
    for (const { siteId, supervisors } of customers) {
      const user = rows.users.find(({ username }) => username === supervisors[0]?.username);
      expect(user).toMatchObject({ level: 'power_user', status: 'active' });
      const site = rows.sites.find(({ id }) => id === siteId);
      const ceiling = rows.datasets.find(({ id }) => id === site?.ceilingDatasetId);
      expect(ceiling?.name).toMatch(/^Ceiling/);
      const own = rows.siteOrigins.filter((row) => row.siteId === siteId);
      expect(own.map(({ origin }) => origin)).toEqual(origins);
    }
  });

  it('may all drill down, and all but one may export', () => {
    const exporting = customers.map(({ siteId }) => {
      const held = permissionsOf(supervisorOf(siteId));
      expect(held).toContain('insights.drill_down');
      expect(held).toContain('enrollments.view');
      return held.has('reports.export');
    });
    expect(exporting).toEqual([true, true, false]);
  });

  it('include one with two datasets that would show more if they combined', () => {
    const assigned = rows.datasetAssignments.filter(
      ({ powerUserId }) => powerUserId === supervisorOf('molino-aurelia'),
    );
    expect(assigned).toHaveLength(2);
    const early = membersOf('mau-early');
    const valencia = new Set<number>();
    const branchKeys = new Map(rows.branches.map(({ id, key }) => [id, key]));
    for (const { id, branchId } of rows.users) {
      if (id && branchKeys.get(branchId ?? 0)?.startsWith('mau-2')) valencia.add(id);
    }
    const earlyAlone = early.difference(valencia);
    const valenciaAlone = valencia.difference(early);
    expect(early.intersection(valencia).size).toBeGreaterThan(5);
    for (const people of [earlyAlone, valenciaAlone]) {
      expect(enrolled(people, 'SAF').length).toBeGreaterThan(10);
      expect(enrolled(people, 'LDR').length).toBeGreaterThan(10);
    }
  });

  it("leave somebody for the ceiling to keep out: other companies' first aiders", () => {
    const aiders = membersOf('first-aiders');
    const foreign = rows.users.filter(
      ({ id = 0, key }) => aiders.has(id) && !key.startsWith('mau'),
    );
    expect(foreign.length).toBeGreaterThan(20);
    expect(foreign.length).toBeLessThan(aiders.size);
  });
});
