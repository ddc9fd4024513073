/** Keys that a careless comparison would mix up, or take for a pattern, a number or SQL. */

/** For users, groups, courses and plans: each is a literal, and differs from all others. */
export const oddKeys: readonly string[] = [
  ...'u1|U1|u10|u 1|u_|u%|%|_|*|all|none|null|-1|1|01|1.0|1e0|true|[]|{}|a,b'.split('|'),
  ...'o\'brien|"quoted"|\'; DROP TABLE users; --|back\\slash| '.split('|'),
  // The same name composed and decomposed, and letters whose case folding is not one to one.
  ...'Zo\u00eb|Zoe\u0308|İstanbul|straße|STRASSE|ρης|ρησ|日本語|👩‍🏫|\u202eabc'.split('|'),
];

/** For branches and categories: they begin like each other, as paths and patterns would mix them up. */
export const branchKeys: readonly string[] =
  'Sales|Sales 1|Sales 10|Sales 1 1|sales|Sal|Sales/1|Sales%|Sales_1|1|10|100|/|S|Nord|Nord Sales'.split(
    '|',
  );
