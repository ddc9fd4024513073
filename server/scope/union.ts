/** Compounds of any number of SELECTs, within what D1 takes. */
import { type SQL, sql } from 'drizzle-orm';

/** D1 takes no compound of more than five SELECTs, so longer ones are nested. */
const maxTerms = 5;

/** All rows of parts that have the columns (id, bit). Of no part it is nobody. */
export function union(parts: readonly SQL[]): SQL {
  const room = maxTerms - 1;
  if (parts.length > room * room) return union(inPieces(parts, room));
  if (parts.length > room) {
    const rest = sql`SELECT id, bit FROM (${union(parts.slice(room - 1))})`;
    return union([...parts.slice(0, room - 1), rest]);
  }
  const [only, ...others] = parts;
  if (only && others.length === 0) return only;
  return sql.join([sql`SELECT NULL AS id, NULL AS bit WHERE 0`, ...parts], sql` UNION ALL `);
}

/** So that the depth grows with the logarithm of the length: rules have a part a dataset. */
function inPieces(parts: readonly SQL[], count: number): SQL[] {
  const size = Math.ceil(parts.length / count);
  return Array.from({ length: count }, (_, piece) => {
    const some = parts.slice(piece * size, (piece + 1) * size);
    return sql`SELECT id, bit FROM (${union(some)})`;
  });
}

/** Different texts of parts that have the one column (way). */
export function distinctWays(parts: readonly SQL[]): SQL {
  if (parts.length <= maxTerms) return sql.join([...parts], sql` UNION `);
  const rest = sql`SELECT way FROM (${distinctWays(parts.slice(maxTerms - 1))})`;
  return distinctWays([...parts.slice(0, maxTerms - 1), rest]);
}
