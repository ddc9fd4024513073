/** Chance with a name: the same label always gives the same figures, so that the academy never changes by itself. */

export interface Random {
  /** From 0 (inclusive) to 1 (exclusive). */
  unit(): number;
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** An item by the weight that `weigh` gives it; weights need not add up to one. */
  pickWeighted<T>(list: readonly T[], weigh: (item: T) => number): T;
  /** Around 1, always above 0: `spread` 0.5 keeps two thirds between 0.6 and 1.6. */
  factor(spread: number): number;
}

/** FNV-1a over UTF-16 units: a start for the generator, nothing secret. */
function seedOf(label: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < label.length; at += 1) {
    hash = Math.imul(hash ^ label.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

/** A Weyl sequence whose steps are mixed until neighbours have nothing in common. */
function unitsFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}

/** A stream of its own for each label: what one person draws never shifts what the next one gets. */
export function randomFor(label: string): Random {
  const unit = unitsFrom(seedOf(label));
  const pick = <T>(list: readonly T[]): T => {
    const item = list[Math.floor(unit() * list.length)];
    if (item === undefined) throw new RangeError('Nothing to pick from');
    return item;
  };
  return {
    unit,
    pick,
    whole: (from, to) => from + Math.floor(unit() * (to - from + 1)),
    chance: (probability) => unit() < probability,
    pickWeighted(list, weigh) {
      let rest = unit() * list.reduce((sum, item) => sum + weigh(item), 0);
      for (const item of list) {
        rest -= weigh(item);
        if (rest < 0) return item;
      }
      return pick(list);
    },
    factor(spread) {
      // Twelve draws less six come close enough to a normal distribution.
      let sum = -6;
      for (let draw = 0; draw < 12; draw += 1) sum += unit();
      return Math.exp(sum * spread);
    },
  };
}
