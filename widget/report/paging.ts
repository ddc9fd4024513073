/** Where the reader stands among the pages of a keyset-paged answer: the cursors that led there. */

/** The cursor of every page up to the present one; the first page has none. */
export type Trail = readonly (string | null)[];

export const firstPage: Trail = [null];
export const pageSizes = [25, 50, 100] as const;

export const cursorOf = (trail: Trail): string | null => trail.at(-1) ?? null;
export const isFirst = (trail: Trail): boolean => trail.length <= 1;
export const forward = (trail: Trail, next: string): Trail => [...trail, next];
export const back = (trail: Trail): Trail => (isFirst(trail) ? firstPage : trail.slice(0, -1));

/** One page of an answer: the trail that led to it, and how many rows the pages of that trail have. */
export interface Page {
  readonly trail: Trail;
  readonly size: number;
}

/** The first and last row's number, counted from 1; both 0 when there is none. */
export function rangeOf({ trail, size }: Page, rows: number): { from: number; to: number } {
  const before = (trail.length - 1) * size;
  return rows === 0 ? { from: 0, to: 0 } : { from: before + 1, to: before + rows };
}

/** A page size that the API takes: any other number becomes the nearest of ours. */
export function readPageSize(wish: number): number {
  const distance = (size: number): number => Math.abs(size - wish);
  return Number.isFinite(wish)
    ? pageSizes.reduce((best: number, size) => (distance(size) < distance(best) ? size : best), 50)
    : 50;
}
