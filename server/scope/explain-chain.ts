/** What stands above a dataset that was cut out of another, and whether it lets through what is asked about. */
import { sql } from 'drizzle-orm';
import type { Database, Row } from '../data/database.ts';
import { chainQuery } from './chain.ts';
import { leadingTo } from './leading.ts';
import type { Link, Rectangle, Scope } from './scope.ts';

/** One dataset that another was cut out of, as its holder has it. */
export interface LinkVerdict {
  readonly dataset: string;
  /** Username of the power user who cut something out of it. */
  readonly holder: string;
  /** Whether they still hold it, and are a power user who stands. */
  readonly held: boolean;
  /** Whether dataset and holder are there, so that it could be held again. */
  readonly there: boolean;
  /** Whether it leads to what was asked about; null where that is not known, because the chain is broken. */
  readonly reaches: boolean | null;
}

export interface Chain {
  /** Nearest first. */
  readonly links: readonly LinkVerdict[];
  /** The way up ends at a dataset that nobody cut out of another. */
  readonly ends: boolean;
}

interface Ids {
  readonly people: number | null;
  readonly courses: number | null;
}

/** By the dataset's id, for those of the scope's holder that were cut out of others. */
export async function readChains(
  database: Database,
  scope: Scope,
  ids: Ids,
  nowSeconds: number,
): Promise<ReadonlyMap<number, Chain>> {
  const told = sql`d.name, (SELECT username FROM users WHERE id = w.holder_id) AS username`;
  const [rows = []] = await database.read(chainQuery(scope.powerUserId, nowSeconds, told));
  const chains = new Map<number, Chain>();
  for (const root of new Set(rows.map(([id]) => Number(id)))) {
    const mine = rows.filter(([id]) => Number(id) === root);
    const above = scope.rectangles.find(({ datasetId }) => datasetId === root)?.above ?? [];
    const links = await Promise.all(
      mine.map((row, place) => tellLink(database, row, above[place], ids)),
    );
    chains.set(root, { links, ends: mine.at(-1)?.[2] === 0 });
  }
  return chains;
}

async function tellLink(
  database: Database,
  [, , , held, dataset, holder]: Row,
  link: Link | undefined,
  ids: Ids,
): Promise<LinkVerdict> {
  return {
    dataset: String(dataset ?? 'a dataset that is gone'),
    holder: String(holder ?? 'somebody who is gone'),
    held: held === 1,
    there: dataset !== null && holder !== null,
    reaches: link ? await reaches(database, link, ids) : null,
  };
}

async function reaches(database: Database, link: Link, ids: Ids): Promise<boolean> {
  const asked = (['people', 'courses'] as const).map((axis) => ways(link, axis, ids[axis]));
  const [answer] = await database.read(sql`SELECT ${sql.join(asked, sql` AND `)} AS reached`);
  return answer?.[0]?.[0] === 1;
}

const ways = (
  link: Pick<Rectangle, 'datasetId' | 'holderId' | 'rules'>,
  axis: 'people' | 'courses',
  id: number | null,
) => sql`EXISTS (${leadingTo(axis, { ...link, passedOn: true }, id)})`;
