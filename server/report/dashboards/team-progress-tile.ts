/** What the tiles of "Team progress" are made with. */
import type { Tile } from '../../../shared/wire/dashboard.ts';
import type { Filter } from '../../../shared/wire/report.ts';
import type { Board } from '../dashboard-definition.ts';
import type { TeamProgressAnswers } from './team-progress-query.ts';

export type TileOf<T extends Tile> = (board: Board, answers: TeamProgressAnswers) => T;

export const is = (column: string, value: string | boolean): Filter => ({
  column,
  op: 'equals',
  value,
});

/** What rates are shares of. */
export const counted = is('counted', true);
