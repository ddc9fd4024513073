/** The moment that validities and dates of random worlds are built around, in Unix seconds. */
export const noon = 1_800_000_000;
