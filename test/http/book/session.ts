/** GET /v1/session: who is looking, with which rights, at how many people and courses. */
import { expect } from 'vitest';
import type { DashboardList } from '../../../shared/wire/dashboard.ts';
import type { Session } from '../../../shared/wire/session.ts';
import { seenBy } from '../academy-world.ts';
import { chiara, layla, openPage, supervisors } from '../portal.ts';
import type { Chapter } from './book.ts';

export const session: Chapter = {
  'FOR-008 FOR-012 tells each supervisor of exactly their own people and courses': async (
    stage,
  ) => {
    for (const who of supervisors) {
      const page = await openPage(stage, who);
      const told = await page.read<Session>('/v1/session');
      const seen = seenBy(stage.world, who.key, who.site, stage.clock.now);
      expect(told.power_user.id).toBe(who.key);
      expect(told.site.id).toBe(who.site);
      expect(told.learners).toBe(seen.learners.size);
      expect(told.courses).toBe(seen.courses.size);
      expect(told.learners).toBeGreaterThan(0);
    }
  },

  'names the datasets in force with their ends, and the moments that it speaks of': async (
    stage,
  ) => {
    const told = await (await openPage(stage, chiara)).read<Session>('/v1/session');
    const iso = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000', '');
    expect(told.as_of).toBe(iso(stage.clock.now));
    expect(told.expires_at).toBe(iso(stage.clock.now + 600));
    expect(told.datasets.map(({ name }) => name)).toEqual([
      'Early shift and first aiders: safety',
      'Valencia plant: leadership',
    ]);
    expect(told.datasets.map(({ valid_until }) => valid_until === null)).toEqual([true, false]);
  },

  'names the dashboards that the list has': async (stage) => {
    const page = await openPage(stage, chiara);
    const { dashboards } = await page.read<DashboardList>('/v1/dashboards');
    const told = await page.read<Session>('/v1/session');
    expect(told.dashboards).toEqual(dashboards.map(({ id }) => id));
    expect(told.dashboards).toContain('team_progress');
  },

  'answers no token, a bad one and a late one with the very same 401': async (stage) => {
    const page = await openPage(stage, chiara);
    const bodies = new Set<string>();
    const tokens = [null, 'Bearer a.b.c', `Bearer ${page.token}x`, page.token];
    for (const token of tokens) {
      const headers = new Headers({ Origin: page.origin });
      if (token !== null) headers.set('Authorization', token);
      const request = new Request(`${stage.settings.issuer}/v1/session`, { headers });
      const response = await stage.fetch(request);
      expect(response.status).toBe(401);
      expect(response.headers.get('WWW-Authenticate')).toBe('Bearer');
      bodies.add(await response.text());
    }
    stage.clock.now += 631;
    const late = await page.ask('/v1/session');
    expect(late.status).toBe(401);
    bodies.add(await late.text());
    expect([...bodies]).toHaveLength(1);
  },

  'FOR-021 lists the permissions in force, and export only where it is granted': async (stage) => {
    const permissionsOf = async (who: typeof chiara) =>
      (await (await openPage(stage, who)).read<Session>('/v1/session')).permissions;
    const [may, mayNot] = [await permissionsOf(chiara), await permissionsOf(layla)];
    expect(may).toContain('reports.export');
    expect(mayNot).not.toContain('reports.export');
    expect(mayNot).toContain('reports.view');
    expect(may).toEqual([...may].sort());
  },
};
