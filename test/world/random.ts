/** Random choices that a seed fixes: the same seed gives the same choices on every machine. */

export interface Random {
  /** A whole number from 0 up to and without `limit`. */
  below(limit: number): number;
  /** True in about `share` (0 to 1) of the cases. */
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Up to `most` different things, in the order of the list. */
  some<T>(list: readonly T[], most: number): T[];
  /** A part of the list in which each thing stands with the given chance. */
  sift<T>(list: readonly T[], share: number): T[];
}

/** The counter-based generator "splitmix32": one multiplication chain a number, no state but the counter. */
export function seededRandom(seed: number): Random {
  let counter = seed >>> 0;
  const next = () => {
    counter = (counter + 0x9e3779b9) >>> 0;
    let mixed = counter ^ (counter >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new RangeError('Nothing to pick from');
    return list[below(list.length)] as T;
  };
  return {
    below,
    pick,
    chance: (share) => next() < share,
    some: (list, most) => {
      const picked = new Set(Array.from({ length: below(most + 1) }, () => below(list.length)));
      return list.filter((_, index) => picked.has(index));
    },
    sift: (list, share) => list.filter(() => next() < share),
  };
}
