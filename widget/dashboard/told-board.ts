/** A dashboard in the reader's words. */
import type { Dashboard } from '../../shared/wire/dashboard.ts';
import { tellTile } from '../chart/told-tile.ts';
import type { Locale } from '../locale/locale.ts';
import { onceIn, tellTitle } from '../locale/told.ts';

export const tellBoard = onceIn(
  (board: Dashboard, locale: Locale): Dashboard => ({
    ...tellTitle(board, locale),
    tiles: board.tiles.map((tile) => tellTile(tile, locale, board.id)),
  }),
);
