/** What an enrollment is, as one number worked out once: figures then count numbers instead of judging again. */
import { type SQL, sql } from 'drizzle-orm';
import { integer } from '../data/literal.ts';
import { metrics } from './metrics.ts';

/** The first that holds. `other` is not counted at all; those after `completed` are open. */
const states = {
  other: 0,
  completed: 1,
  in_progress: 2,
  not_started: 3,
  overdue_in_progress: 4,
  overdue_not_started: 5,
  at_risk_in_progress: 6,
  at_risk_not_started: 7,
} as const;
export type State = keyof typeof states;

const code = (state: State): SQL => integer(states[state]);

/** The state of an enrollment `e`. */
export function stateSql(nowSeconds: number): SQL {
  const begun = (yes: State, no: State) =>
    sql`CASE WHEN ${metrics.in_progress.holds()} THEN ${code(yes)} ELSE ${code(no)} END`;
  return sql`CASE WHEN ${metrics.completed.holds()} THEN ${code('completed')}
    WHEN NOT ${metrics.open.holds()} THEN ${code('other')}
    WHEN ${metrics.overdue.holds(nowSeconds)}
      THEN ${begun('overdue_in_progress', 'overdue_not_started')}
    WHEN ${metrics.at_risk.holds(nowSeconds)}
      THEN ${begun('at_risk_in_progress', 'at_risk_not_started')}
    ELSE ${begun('in_progress', 'not_started')} END`;
}

/** Of a row `s` with its `state`. */
export const isCounted: SQL = sql`s.state > ${code('other')}`;

const among = (...some: readonly State[]): SQL =>
  sql`sum(s.state IN (${sql.join(some.map(code), sql`, `)}))`;

/** How many rows `s` of a group each metric counts. */
export const counts = {
  enrolled: sql`sum(${isCounted})`,
  completed: among('completed'),
  in_progress: among('in_progress', 'overdue_in_progress', 'at_risk_in_progress'),
  not_started: among('not_started', 'overdue_not_started', 'at_risk_not_started'),
  open: sql`sum(s.state > ${code('completed')})`,
  overdue: among('overdue_in_progress', 'overdue_not_started'),
  at_risk: among('at_risk_in_progress', 'at_risk_not_started'),
  in_progress_in_time: among('in_progress', 'at_risk_in_progress'),
  not_started_in_time: among('not_started', 'at_risk_not_started'),
} as const satisfies Record<string, SQL>;
