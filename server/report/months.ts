/** Calendar months in UTC, as tiles over time show them. */
import { toIsoDay, toUnixDay, toUnixSeconds } from '../../shared/time.ts';

export interface Month {
  /** `2026-11` */
  readonly key: string;
  /** `Nov 2026` */
  readonly label: string;
  /** Unix seconds, inclusive. */
  readonly from: number;
  /** Unix seconds, exclusive. */
  readonly until: number;
}

const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** So many months, the one of the given Unix second last. */
export function lastMonths(nowSeconds: number, count: number): readonly Month[] {
  const now = new Date(nowSeconds * 1000);
  const startOf = (back: number) =>
    toUnixSeconds(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)));
  return Array.from({ length: count }, (_, place) => {
    const [from, until] = [startOf(count - 1 - place), startOf(count - 2 - place)];
    const start = new Date(from * 1000);
    return {
      key: toIsoDay(toUnixDay(from)).slice(0, 7),
      label: `${names[start.getUTCMonth()]} ${start.getUTCFullYear()}`,
      from,
      until,
    };
  });
}
