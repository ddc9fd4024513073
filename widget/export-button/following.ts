/** Follows an export by its manifest until it ends: often at first, ever more seldom later. */
import type { ExportManifest } from '../../shared/wire/export.ts';

const firstPauseMs = 250;
const longestPauseMs = 2000;
const growth = 1.5;

/** A download that has not begun after so long was blocked or cancelled by the browser. */
export const beginWithinMs = 60_000;

export interface Following {
  readonly read: () => Promise<ExportManifest>;
  /** Resolves after so many milliseconds; rejects when the reader has gone. */
  readonly pause: (ms: number) => Promise<void>;
  readonly now: () => number;
}

/** The pause before the n-th look, counted from 0. */
export const pauseBefore = (look: number): number =>
  Math.min(longestPauseMs, Math.round(firstPauseMs * growth ** look));

/**
 * Yields the manifest after each pause, the last time when it has ended. While nothing is written it gives up after
 * `beginWithinMs`; each step onwards brings the quick pace back.
 */
export async function* follow(following: Following): AsyncGenerator<ExportManifest, void> {
  const startedAt = following.now();
  let written = 0;
  for (let look = 0; ; look += 1) {
    await following.pause(pauseBefore(look));
    const manifest = await following.read();
    yield manifest;
    if (hasEnded(manifest)) return;
    if (manifest.status === 'ready' && following.now() - startedAt > beginWithinMs) return;
    if (manifest.rows_written > written) {
      written = manifest.rows_written;
      look = Math.min(look, 2);
    }
  }
}

export function hasEnded({ status }: Pick<ExportManifest, 'status'>): boolean {
  return status === 'complete' || status === 'failed' || status === 'expired';
}

/** A pause that ends with an abort error when `signal` is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
