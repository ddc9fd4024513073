/** Arrow keys among the marks of a chart: one of them is in the tab order, and the keys move it. */

/** Where categories run: down the page, along the line of text, or round a ring. */
export type Run = 'rows' | 'columns' | 'ring';

export interface Spot {
  readonly category: number;
  readonly series: number;
}

interface Step {
  readonly along: 'category' | 'series';
  readonly by: 1 | -1;
}

const screenAxis = new Map<string, 'x' | 'y'>([
  ['ArrowLeft', 'x'],
  ['ArrowRight', 'x'],
  ['ArrowUp', 'y'],
  ['ArrowDown', 'y'],
]);

/**
 * The index of the mark that `key` leads to from the one at `current`; null where the key is not for
 * the chart or nothing lies that way.
 */
export function nextMark(
  marks: readonly Spot[],
  current: number,
  key: string,
  { run, rtl }: { run: Run; rtl: boolean },
): number | null {
  if (marks.length === 0) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return marks.length - 1;
  const screen = screenAxis.get(key);
  if (screen === undefined) return null;
  const forward = key === 'ArrowDown' || key === (rtl ? 'ArrowLeft' : 'ArrowRight');
  const by = forward ? 1 : -1;
  if (run === 'ring') return (current + by + marks.length) % marks.length;
  const alongCategories = (screen === 'y') === (run === 'rows');
  return nearest(marks, current, { along: alongCategories ? 'category' : 'series', by });
}

/** The closest mark in that direction; among equals the one that strays least to the side. */
function nearest(marks: readonly Spot[], current: number, { along, by }: Step): number | null {
  const from = marks[current];
  if (from === undefined) return null;
  const across = along === 'category' ? 'series' : 'category';
  let best: number | null = null;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const [index, mark] of marks.entries()) {
    const ahead = (mark[along] - from[along]) * by;
    const aside = Math.abs(mark[across] - from[across]);
    // Series are neighbours only within their own category.
    if (ahead <= 0 || (along === 'series' && aside > 0)) continue;
    const cost = ahead * 1e6 + aside;
    if (cost < bestCost) {
      best = index;
      bestCost = cost;
    }
  }
  return best;
}
