/** Who may read at length at a time: a few, in the order in which they came, so that memory stays bounded. */

/** Long reads at once in this process: more than one power user may have open, so that none can hold all turns. */
export const mostReaders = 6;

const waiting = new Set<() => void>();
let running = 0;

/**
 * Waits for a turn; answers how to pass it on, which counts once.
 * @throws the signal's reason when it is aborted before the turn comes: whoever has gone keeps no place.
 */
export async function takeTurn(signal: AbortSignal): Promise<() => void> {
  signal.throwIfAborted();
  if (running >= mostReaders) await myTurn(signal);
  else running += 1;
  let passed = false;
  return () => {
    if (passed) return;
    passed = true;
    passTurn();
  };
}

function myTurn(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const called = () => {
      signal.removeEventListener('abort', gone);
      resolve();
    };
    const gone = () => {
      waiting.delete(called);
      reject(signal.reason);
    };
    waiting.add(called);
    signal.addEventListener('abort', gone, { once: true });
  });
}

function passTurn(): void {
  const [next] = waiting;
  if (next === undefined) {
    running -= 1;
    return;
  }
  waiting.delete(next);
  next();
}
