/** What every benchmark answers, and how times are told: one ratio to a baseline of the same run. */

export interface BenchResult {
  readonly name: string;
  /** Ours against the baseline of the same run; null where it could not be measured. */
  readonly ratio: number | null;
  readonly goal: number;
  /** Whether the goal is a least or a greatest value. */
  readonly better: 'less' | 'more';
  readonly detail: string;
}

/** The middle of the numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[middle]];
  return (low + high) / 2;
}

/** Milliseconds that one call takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
