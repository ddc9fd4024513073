/** GET /v1/dashboards and /v1/dashboards/{id}: every tile in one answer, and the way down to the rows. */
import { expect } from 'vitest';
import { dashboards as catalogue } from '../../../server/report/dashboard-catalogue.ts';
import type { Dashboard, DashboardList, Drill } from '../../../shared/wire/dashboard.ts';
import type { Rows } from '../../../shared/wire/report.ts';
import { seenBy } from '../academy-world.ts';
import { openPage, problemOf, rowsPath, supervisors } from '../portal.ts';
import type { Chapter } from './book.ts';

/** Each drill of a dashboard, with the figure above it where there is one. */
function drillsOf({ tiles }: Dashboard): { drill: Drill; value: number | null; tile: string }[] {
  return tiles.flatMap((tile) => {
    switch (tile.kind) {
      case 'metric':
        return [
          { tile: tile.id, drill: tile.drill, value: tile.type === 'number' ? tile.value : null },
        ];
      case 'list':
        return [
          { tile: tile.id, drill: tile.drill, value: tile.total },
          ...tile.rows.map(({ drill }) => ({ tile: tile.id, drill, value: null })),
        ];
      default:
        return [
          { tile: tile.id, drill: tile.drill, value: null },
          ...tile.categories.map(({ drill }, place) => ({
            tile: tile.id,
            drill,
            // With one series a mark is its category, so its rows are as many as it says.
            value:
              tile.series.length === 1 && tile.type === 'number'
                ? (tile.series[0]?.values[place] ?? null)
                : null,
          })),
        ];
    }
  });
}

export const dashboards: Chapter = {
  'PERM-092 lists the dashboards and reads each with all its data': async (stage) => {
    for (const who of supervisors) {
      const page = await openPage(stage, who);
      const { dashboards: listed } = await page.read<DashboardList>('/v1/dashboards');
      expect(listed.map(({ id }) => id)).toEqual([...catalogue.keys()]);
      const seen = seenBy(stage.world, who.key, who.site, stage.clock.now);
      for (const { id } of listed) {
        const told = await page.read<Dashboard>(`/v1/dashboards/${id}`);
        expect([told.learners, told.courses]).toEqual([seen.learners.size, seen.courses.size]);
        expect(told.tiles.length).toBeGreaterThan(0);
      }
    }
  },

  'FOR-023 T-27 drills down from each figure to exactly as many rows': async (stage) => {
    for (const who of supervisors) {
      const page = await openPage(stage, who);
      const told = await page.read<Dashboard>('/v1/dashboards/team_progress');
      const drills = drillsOf(told);
      let counted = 0;
      for (const { drill, value, tile } of drills) {
        if (drill === null) throw new Error(`${tile} does not open for ${who.username}`);
        const { report, ...question } = drill;
        const { total } = await page.read<Rows>(rowsPath(report, question, { limit: 1 }));
        if (value === null) continue;
        expect(total, `${tile}: ${JSON.stringify(drill)}`).toBe(value);
        counted += 1;
      }
      expect(counted).toBeGreaterThan(5);
    }
  },

  'narrows every tile by a filter on who or what': async (stage) => {
    const [who] = supervisors;
    if (!who) throw new Error('Nobody supervises');
    const page = await openPage(stage, who);
    const filters = [{ column: 'user_id', op: 'equals', value: who.key }];
    const query = new URLSearchParams({ question: JSON.stringify({ filters }) });
    const narrow = await page.read<Dashboard>(`/v1/dashboards/team_progress?${query}`);
    const wide = await page.read<Dashboard>('/v1/dashboards/team_progress');
    expect(narrow.tiles.map(({ id }) => id)).toEqual(wide.tiles.map(({ id }) => id));
    expect(narrow.tiles).not.toEqual(wide.tiles);
    const overdue = narrow.tiles.find(({ id }) => id === 'status_split');
    expect(JSON.stringify(overdue?.drill)).toContain(who.key);
  },

  'answers a dashboard that does not exist like nothing at all': async (stage) => {
    const [who] = supervisors;
    if (!who) throw new Error('Nobody supervises');
    const page = await openPage(stage, who);
    for (const id of ['nothing', '__proto__', 'TEAM_PROGRESS', "' OR 1=1"]) {
      const response = await page.ask(`/v1/dashboards/${encodeURIComponent(id)}`);
      expect(response.status).toBe(404);
      expect(await problemOf(response)).toMatchObject({ detail: 'There is no such dashboard' });
    }
  },
};
