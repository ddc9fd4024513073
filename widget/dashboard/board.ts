/** Everything that is fetched on demand, by the names that a page writes. */
import { AmbitChart } from '../chart/chart.ts';
import { AmbitLearner } from '../learner/learner.ts';
import { AmbitDashboard } from './dashboard.ts';

export const elements = [
  ['ambit-chart', AmbitChart],
  ['ambit-learner', AmbitLearner],
  ['ambit-dashboard', AmbitDashboard],
] as const;
