/** Lists of the command line: searched, filtered and sorted as those of the API are, up to a limit. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { conditionsOf, type Filters, type Listing, readSlice } from '../../command/listing.ts';
import { atDatabase } from './at-database.ts';
import { table } from './output.ts';

export interface ListView<T> {
  readonly listing: Listing<T>;
  /** Each filter with what its option takes. */
  readonly filters?: Filters;
  readonly head: readonly string[];
  readonly cells: (item: T) => readonly string[];
  /** For JSON. */
  readonly wire: (item: T) => unknown;
}

const mostItems = 10_000;

/** Gives the command the options of a list, and an action that prints it. */
export function configureList<T>(command: Command, view: ListView<T>): void {
  const { listing, filters = {}, head, cells, wire } = view;
  const sorts = Object.keys(listing.sorts).flatMap((sort) => [sort, `-${sort}`]);
  command
    .option('--search <text>', 'part of the name, in any case')
    .addOption(new Option('--sort <order>', 'from the end with - before it').choices(sorts))
    .option('--limit <number>', 'at most so many', limitOf, 200);
  for (const filter of Object.keys(filters)) command.option(`--${filter} <value>`);
  command.action(() =>
    atDatabase(command, async ({ database }, output) => {
      const { search, sort = sorts[0] ?? '', limit, ...asked } = command.opts();
      const where = conditionsOf(filters, asked);
      const { items, total } = await readSlice(
        database,
        listing,
        { search, sort, limit },
        { where },
      );
      const lines = table(head, items.map(cells));
      const more = items.length < total ? [`${items.length} of ${total} shown`] : [];
      output.print({ items: items.map(wire), total }, [...lines, ...more]);
    }),
  );
}

function limitOf(text: string): number {
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= mostItems) return limit;
  throw new InvalidArgumentError(`a whole number from 1 to ${mostItems}`);
}
