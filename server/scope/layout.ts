/** Gives each dataset of a scope its bit, and says which bits together make a rectangle that was cut out of others. */
import { type SQL, sql } from 'drizzle-orm';
import type { Axis } from '../../shared/scope.ts';
import type { Link, Rectangle, Selected } from './scope.ts';

/** A dataset with the bit that stands for it, as a number in SQL. */
export interface Held extends Selected {
  readonly bit: SQL;
}

interface OnAxis {
  /** The datasets that what is selected comes from. */
  readonly taking: readonly Held[];
  /** The bits of rectangles, of a row whose `bits` are of datasets; null where the two are the same. */
  readonly met: SQL | null;
}

export interface Layout {
  /** One a rectangle, whose bit is the rectangle's too. */
  readonly own: readonly Held[];
  readonly on: (axis: Axis) => OnAxis;
}

const bitAt = (place: number): bigint => 2n ** BigInt(place);
const number = (bits: bigint): SQL => sql.raw(String(bits));

/** Links above come after the rectangles, the same one once. */
export function layOut(rectangles: readonly Rectangle[]): Layout {
  const own = rectangles.map((one, place) => ({ ...one, place, bit: number(bitAt(place)) }));
  if (rectangles.every(({ above }) => above === undefined)) {
    return { own, on: () => ({ taking: own, met: null }) };
  }
  const links = new Map<string, Link & Held & { place: number }>();
  for (const link of rectangles.flatMap(({ above = [] }) => above)) {
    const place = own.length + links.size;
    const key = identity(link);
    if (!links.has(key)) links.set(key, { ...link, place, bit: number(bitAt(place)) });
  }
  const chains = own.map((one) => [
    one,
    ...(one.above ?? []).flatMap((link) => links.get(identity(link)) ?? []),
  ]);
  return { own, on: (axis) => onAxis(axis, chains) };
}

const identity = ({ datasetId, holderId }: Link): string => `${datasetId} ${holderId}`;

type Placed = Held & { readonly place: number };

/** What selects all of an axis takes nothing away from the others, and is left out beside them. */
function onAxis(axis: Axis, chains: readonly (readonly Placed[])[]): OnAxis {
  const taking = new Set<Placed>();
  const met = chains.map((chain) => {
    const narrower = chain.filter(({ modes }) => modes[axis] !== 'all');
    const needed = narrower.length > 0 ? narrower : chain.slice(0, 1);
    for (const one of needed) taking.add(one);
    const mask = needed.reduce((bits, { place }) => bits | bitAt(place), 0n);
    return sql`((bits & ${number(mask)} = ${number(mask)}) * ${chain[0]?.bit})`;
  });
  return { taking: [...taking], met: sql.join(met, sql` + `) };
}
