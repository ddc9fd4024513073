/** Lists of administration: what every one of them can be asked, and the form of every answer. */
import { z } from 'zod';

const wholeNumber = z.string().regex(/^[1-9]\d{0,2}$/, 'a whole number from 1 to 200');

/** What is asked of a list besides its own filters. An order with `-` before it is from the end. */
export const listQuery = <F extends z.ZodRawShape>(
  sorts: readonly [string, ...string[]],
  filters: F,
) =>
  z.strictObject({
    search: z.string().max(200).optional().describe('Part of the name, in any case'),
    sort: z
      .enum(sorts.flatMap((sort) => [sort, `-${sort}`]))
      .default(sorts[0])
      .describe('`-` before it: from the end'),
    limit: wholeNumber
      .transform(Number)
      .pipe(z.number().max(200))
      .default(50)
      .describe('Items in the page, 1 to 200; 50 by default'),
    cursor: z.string().max(50_000).optional().describe('`next` of the page before'),
    ...filters,
  });

/** A page of a list, with the number of all items that the question finds. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    total: z.int().describe('On all pages together'),
    next: z.string().nullable().describe('`cursor` of the next page; null on the last'),
  });
