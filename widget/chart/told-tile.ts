/** A tile of a dashboard in the reader's words. */
import type { ChartTile, Tile } from '../../shared/wire/dashboard.ts';
import type { Locale } from '../locale/locale.ts';
import { onceIn, tellColumn } from '../locale/told.ts';

/** `board` is the id of the dashboard that the tile is of. */
export const tellTile = onceIn((tile: Tile, locale: Locale, board: string): Tile => {
  const at = `${board}.${tile.id}`;
  const head = {
    title: locale.label(tile.title, at),
    definition: locale.label(tile.definition, `${at}.about`),
  };
  switch (tile.kind) {
    case 'metric':
      return { ...tile, ...head };
    case 'list': {
      const columns = tile.columns.map((column) => tellColumn(column, at, locale));
      return { ...tile, ...head, columns };
    }
    case 'bar':
    case 'stacked_bar':
    case 'donut':
    case 'line':
      return { ...tile, ...head, ...marksOf(tile, at, locale) };
    default:
      return tile satisfies never;
  }
});

/** `2026-11` */
const month = /^\d{4}-\d{2}$/;

/** Most categories are a customer's own, such as courses: only those that are known by tile and key have our names. */
const marksOf = (
  { kind, categories, series }: ChartTile,
  at: string,
  { label, format }: Locale,
): Pick<ChartTile, 'categories' | 'series'> => ({
  categories: categories.map((one) => ({
    ...one,
    label:
      kind === 'line' && month.test(one.key)
        ? format.month(one.key)
        : label(one.label, `${at}.${one.key}`),
  })),
  series: series.map((one) => ({ ...one, label: label(one.label, `series.${one.key}`) })),
});
