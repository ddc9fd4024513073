/** One thread's share of `npm run fuzz`: worlds of its own seeds, in a database of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { resolveScope } from '../../server/scope/resolve.ts';
import { compileScope } from '../../server/scope/sql.ts';
import { openMemory } from '../world/open.ts';
import { differential, type Tally } from './differential.ts';

/** What a share is asked to do. */
export interface Share {
  readonly seed: number;
  readonly cases: number;
}

/** What it tells now and then, and at its end; `partedAt` is the seed of the world in which the two sides part. */
export interface Told {
  readonly tally: Tally;
  readonly done: boolean;
  readonly partedAt: number | null;
}

const tell = (told: Told) => parentPort?.postMessage(told);

const database = await openMemory();
const { tally, disagreement } = await differential(
  database,
  { resolveScope, compileScope },
  {
    ...(workerData as Share),
    progress: (so) => {
      if (so.worlds % 8 === 0) tell({ tally: so, done: false, partedAt: null });
    },
  },
);
tell({ tally, done: true, partedAt: disagreement?.seed ?? null });
database.close();
