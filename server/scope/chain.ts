/** The way up from a dataset that was cut out of another: what its makers hold of the sources, link by link. */
import { type SQL, sql } from 'drizzle-orm';
import { axes, isBoundToHolder } from '../../shared/scope.ts';
import type { Row } from '../data/database.ts';
import { integer } from '../data/literal.ts';
import { type Link, maxLinks, type Selected } from './scope.ts';
import { stands } from './standing.ts';

/** Whether the row `datasets d` at hand was cut out of another, or is half so, which is worth nothing. */
export const isCut = sql`(d.cut_from IS NOT NULL OR d.made_by IS NOT NULL)`;

/** Rows (root, cut_from, made_by): the datasets of somebody that were cut out of others. */
const cutsOf = (powerUserId: SQL): SQL => sql`SELECT d.id AS root, d.cut_from, d.made_by
  FROM dataset_assignments a CROSS JOIN datasets d ON d.id = a.dataset_id
  WHERE a.power_user_id = ${powerUserId} AND ${isCut}`;

/** Rows (root, place, dataset_id, holder_id): who must hold what. Ends in a ring too, by the number of its links. */
const way = (cuts: SQL): SQL => sql`
  WITH RECURSIVE way (root, place, dataset_id, holder_id) AS (
    SELECT root, 1, cut_from, made_by FROM (${cuts})
    UNION ALL SELECT w.root, w.place + 1, d.cut_from, d.made_by FROM way w
    CROSS JOIN datasets d ON d.id = w.dataset_id
    WHERE ${isCut} AND w.place < ${integer(maxLinks)})`;

/** Ids of the datasets that somebody's own were cut out of, and of those who hold them. */
export const sources = (powerUserId: number): SQL =>
  sql`SELECT dataset_id FROM (${way(cutsOf(integer(powerUserId)))} SELECT dataset_id FROM way)`;
export const makers = (powerUserId: number): SQL =>
  sql`SELECT holder_id FROM (${way(cutsOf(integer(powerUserId)))} SELECT holder_id FROM way)`;

/** `SELECT …`: how many links stand above somebody's datasets, each once; `more` are cuts to come. */
export const linksAbove = (powerUserId: SQL, more?: SQL): SQL => sql`SELECT count(*) FROM (
  ${way(more ? sql`${cutsOf(powerUserId)} UNION ALL ${more}` : cutsOf(powerUserId))}
  SELECT DISTINCT dataset_id, holder_id FROM way)`;

/** What `chainReader` reads: a row a link, with the dataset's columns as `columns` (over `datasets d`) has them. */
export const chainQuery = (powerUserId: number, nowSeconds: number, columns: SQL): SQL =>
  sql`${way(cutsOf(integer(powerUserId)))}
    SELECT w.root, w.holder_id, ${isCut},
      ${stands(sql`w.holder_id`, nowSeconds)} AND EXISTS (SELECT 1 FROM dataset_assignments a
        WHERE a.power_user_id = w.holder_id AND a.dataset_id = w.dataset_id
        AND (a.valid_from IS NULL OR a.valid_from <= ${nowSeconds})
        AND (a.valid_until IS NULL OR ${nowSeconds} < a.valid_until)),
      ${columns}
    FROM way w LEFT JOIN datasets d ON d.id = w.dataset_id ORDER BY w.root, w.place`;

/** What can be passed on: nothing that somebody has only by who they happen to be (PU-064). */
export const explicit = <T extends Selected>(one: T): T => {
  const modes = axes.map((axis) => {
    const mode = one.modes[axis];
    return [axis, isBoundToHolder(mode) ? 'none' : mode] as const;
  });
  return { ...one, modes: Object.fromEntries(modes) as T['modes'] };
};

/**
 * The links above a dataset, nearest first; null where the chain is broken: a link is not held, or is not there, or
 * the last one was cut out of something itself, because the chain is a ring or longer than can be.
 */
export function chainReader(rows: readonly Row[], link: (holderId: number, row: Row) => Link) {
  const passed = (holderId: number, row: Row): Link => explicit(link(holderId, row));
  return (datasetId: number): readonly Link[] | null => {
    const mine = rows.filter(([root]) => root === datasetId);
    const whole = mine.every(([, , , held]) => held === 1) && mine.at(-1)?.[2] === 0;
    return whole ? mine.map(([, holder, , , ...row]) => passed(Number(holder), row)) : null;
  };
}
