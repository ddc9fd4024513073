/** The dashboards that there are, one row each. */
import type { DashboardDefinition } from './dashboard-definition.ts';
import { teamProgress } from './dashboards/team-progress.ts';

const all: readonly DashboardDefinition[] = [teamProgress];

/** By id, in the order in which they are listed. */
export const dashboards: ReadonlyMap<string, DashboardDefinition> = new Map(
  all.map((dashboard) => [dashboard.id, dashboard]),
);
