/** Works out a power user's scope from live tables, in one snapshot, for one request. */
import { and, eq, gt, isNull, or, type SQL, sql } from 'drizzle-orm';
import { effectivePermissions } from '../../shared/permission/closure.ts';
import { Refusal } from '../../shared/refusal.ts';
import { type Axis, axes, type SelectionMode, selectionModes } from '../../shared/scope.ts';
import type { Database, Row } from '../data/database.ts';
import { constantText } from '../data/literal.ts';
import {
  datasetAssignments,
  datasets,
  grants,
  profilePermissions,
  sites,
  users,
} from '../data/schema/index.ts';
import { chainQuery, chainReader, makers, sources } from './chain.ts';
import { automationsBehind, giftedDatasets, giftedProfiles, levelStands } from './gift.ts';
import { ruleQueries, ruleReader } from './load-rules.ts';
import {
  maxDatasetsPerPowerUser,
  maxLinks,
  type Rectangle,
  type Scope,
  type Selected,
} from './scope.ts';
import { giftCounts } from './standing.ts';

export interface ScopeRequest {
  readonly powerUserId: number;
  readonly siteId: string;
  /** Unix seconds: decides which datasets are valid. */
  readonly nowSeconds: number;
}

/**
 * The scope at this moment. Somebody who is no active power user, whose account has ended, or whose site is
 * unknown or inactive, gets a scope without permissions and without rectangles: it shows nothing.
 */
export async function resolveScope(database: Database, request: ScopeRequest): Promise<Scope> {
  const queries = scopeQueries(database, request);
  const answers = await database.read(...queries);
  // Only who has rules or chains pays for them. All is asked again, because a scope comes from one snapshot.
  if (!hasMore(answers)) return scopeOf(request, answers);
  const { powerUserId, nowSeconds } = request;
  const chains = chainQuery(powerUserId, nowSeconds, linkColumns);
  return scopeOf(
    request,
    await database.read(...queries, chains, ...ruleQueries(rulesOf(request))),
  );
}

async function scopeOf(request: ScopeRequest, answers: readonly Row[][]): Promise<Scope> {
  const [holder, permissions, held, ceilings, versions, gifted, ...more] = answers;
  const [chains = [], ...ruleAnswers] = more;
  const rules = ruleReader(ruleAnswers, request.powerUserId);
  const ruled = <T extends Selected>(one: T, holderId?: number): T => {
    const { bound } = rules.ofDataset(one.datasetId, holderId);
    return Object.keys(bound).length === 0 ? one : { ...one, rules: bound };
  };
  const chainOf = chainReader(chains, (holderId, row) =>
    ruled(selectedBy(row, holderId), holderId),
  );
  const toRectangles = (row: Row): Rectangle[] => {
    const rectangle = ruled(plainRectangle(row, request.powerUserId));
    if (row[cutPlace] !== 1) return [rectangle];
    const above = chainOf(rectangle.datasetId);
    return above === null ? [] : [{ ...rectangle, above }];
  };
  const active = holder?.length === 1 && ceilings?.length === 1;
  const rectangles = active ? withGifts(held, gifted).flatMap(toRectangles) : [];
  if (rectangles.length > maxDatasetsPerPowerUser || linksOf(rectangles) > maxLinks) {
    throw new Refusal('internal', 'The power user holds more datasets than can be resolved');
  }
  const scope = {
    powerUserId: request.powerUserId,
    siteId: request.siteId,
    permissions: effectivePermissions(
      active ? (permissions ?? []).map(([permission]) => String(permission)) : [],
    ),
    rectangles,
    ceiling: ceilings?.[0] ? ruled(plainRectangle(ceilings[0], request.powerUserId)) : nothing,
    versions: {
      membership: Number(versions?.[0]?.[0] ?? 0),
      progress: Number(versions?.[0]?.[1] ?? 0),
    },
    epoch: Number(versions?.[0]?.[2] ?? 0),
    standsUntil: (versions?.[0]?.[3] ?? null) as number | null,
    behind: versions?.[0]?.[4] === 1,
  };
  return { ...scope, digest: await digestOf(scope) };
}

/** What an automation gives is held for as long as it does, whatever times stand beside it. */
function withGifts(held: readonly Row[] = [], gifted: readonly Row[] = []): Row[] {
  const rows = new Map([...held, ...gifted].map((row) => [Number(row[0]), row]));
  return [...rows.values()].toSorted((a, b) => Number(a[0]) - Number(b[0]));
}

/** The questions; holder and ceiling answer one row or none. */
function scopeQueries({ orm }: Database, { powerUserId, siteId, nowSeconds }: ScopeRequest) {
  const { powerUserId: holder, validFrom, validUntil } = datasetAssignments;
  return [
    orm
      .select({ id: users.id })
      .from(users)
      .where(
        and(
          eq(users.id, powerUserId),
          eq(users.level, 'power_user'),
          eq(users.status, 'active'),
          or(isNull(users.expiresAt), gt(users.expiresAt, nowSeconds)),
          levelStands(sql`${powerUserId}`),
        ),
      ),
    orm
      .selectDistinct({ permission: profilePermissions.permission })
      .from(profilePermissions)
      .where(
        sql`${profilePermissions.profileId} IN (SELECT ${grants.profileId} FROM ${grants}
          WHERE ${grants.powerUserId} = ${powerUserId} AND ${giftCounts(sql`grants`, nowSeconds)}
          UNION ALL ${giftedProfiles(sql`${powerUserId}`)})`,
      ),
    orm
      .select(datasetColumns(sql`${validUntil}`))
      .from(datasetAssignments)
      .innerJoin(datasets, eq(datasets.id, datasetAssignments.datasetId))
      .where(
        sql`${holder} = ${powerUserId} AND (${validFrom} IS NULL OR ${validFrom} <= ${nowSeconds})
          AND (${validUntil} IS NULL OR ${nowSeconds} < ${validUntil})`,
      )
      .orderBy(datasets.id),
    orm
      .select(datasetColumns(sql`NULL`))
      .from(sites)
      .innerJoin(datasets, eq(datasets.id, sites.ceilingDatasetId))
      .where(
        and(
          eq(sites.id, siteId),
          eq(sites.active, true),
          isNull(datasets.cutFrom),
          isNull(datasets.madeBy),
        ),
      ),
    sql`SELECT (SELECT value FROM versions WHERE name = 'membership') AS membership,
      (SELECT value FROM versions WHERE name = 'progress') AS progress,
      (SELECT epoch FROM epochs WHERE user_id = ${powerUserId}) AS epoch,
      ${nextTurn(nowSeconds)} AS turns_at, ${automationsBehind} AS behind`,
    orm
      .select(datasetColumns(sql`NULL`))
      .from(datasets)
      .where(sql`${datasets.id} IN (${giftedDatasets(sql`${powerUserId}`)})`),
  ] as const;
}

/** When time next begins or ends what anybody holds: also others, because rights may rest on theirs. */
const nextTurn = (nowSeconds: number): SQL =>
  sql`(SELECT min(turn) FROM (
    SELECT min(valid_from) AS turn FROM dataset_assignments WHERE valid_from > ${nowSeconds}
    UNION ALL SELECT min(valid_until) FROM dataset_assignments WHERE valid_until > ${nowSeconds}
    UNION ALL SELECT min(expires_at) FROM users
      WHERE level = 'power_user' AND expires_at > ${nowSeconds}))`;

/** The places of `ruled` and `cut` in a row of a dataset. */
const ruledPlace = 3;
const cutPlace = 4;

/** The kinds of items, each with the only one's id. */
const items = sql.raw(`(SELECT json_group_object(kind, only) FROM (
  SELECT i.kind || CASE WHEN i.descendants THEN ' and below' ELSE '' END AS kind,
    CASE WHEN count(*) = 1 AND typeof(min(i.item_id)) = 'integer' THEN min(i.item_id) END AS only
  FROM dataset_items i WHERE i.dataset_id = datasets.id GROUP BY 1))`);

const ruled = sql.raw('EXISTS (SELECT 1 FROM dataset_rules r WHERE r.dataset_id = datasets.id)');
const cut = sql.raw('(datasets.cut_from IS NOT NULL OR datasets.made_by IS NOT NULL)');

const hasMore = ([, , held = [], ceilings = [], , gifted = []]: readonly Row[][]): boolean =>
  [...held, ...ceilings, ...gifted].some((row) => row[ruledPlace] === 1 || row[cutPlace] === 1);

/** Those of every dataset that may take part. */
const rulesOf = ({ powerUserId, siteId }: ScopeRequest) => ({
  datasets: sql`SELECT dataset_id FROM dataset_assignments WHERE power_user_id = ${powerUserId}
    UNION SELECT ceiling_dataset_id FROM sites WHERE id = ${siteId}
    UNION ${sources(powerUserId)} UNION ${giftedDatasets(sql`${powerUserId}`)}`,
  powerUserId,
  others: makers(powerUserId),
});

/** A dataset and everything above it, those above once for each holder. */
const linksOf = (rectangles: readonly Rectangle[]): number => {
  const above = rectangles.flatMap((rectangle) => rectangle.above ?? []);
  return (
    rectangles.length +
    new Set(above.map(({ datasetId, holderId }) => `${datasetId} ${holderId}`)).size
  );
};

/** One column an axis, in the order of `axes`; null where the dataset does not name the axis. */
const axisModes = (datasetId: typeof datasets.id) =>
  Object.fromEntries(
    axes.map((axis) => [
      axis,
      sql`(SELECT mode FROM dataset_selections WHERE dataset_id = ${datasetId} AND axis = ${axis})`.as(
        axis,
      ),
    ]),
  );

/** A row of a dataset, however it is held. */
const datasetColumns = (validUntil: SQL) => ({
  id: datasets.id,
  name: datasets.name,
  validUntil: validUntil.as('held_until'),
  ruled,
  cut,
  items,
  ...axisModes(datasets.id),
});

const isMode = (mode: unknown): mode is SelectionMode =>
  (selectionModes as readonly unknown[]).includes(mode);

/** What stands in a row of a dataset before and after what is asked of its holding alone. */
const linkColumns = sql`d.id, d.name, ${sql.join(
  axes.map(
    (axis) =>
      sql`(SELECT mode FROM dataset_selections WHERE dataset_id = d.id AND axis = ${constantText(axis)})`,
  ),
  sql`, `,
)}`;

/** A mode that is missing or that this version does not know selects nothing. */
function selectedBy([id, name, ...modes]: Row, holderId: number): Selected {
  const entries = axes.map((axis, place) => {
    const mode = modes[place];
    return [axis, isMode(mode) ? mode : 'none'] as const;
  });
  return {
    datasetId: Number(id),
    holderId,
    name: String(name),
    modes: Object.fromEntries(entries) as Record<Axis, SelectionMode>,
  };
}

const plainRectangle = (
  [id = 0, name = '', validUntil = null, , , held, ...modes]: Row,
  holderId: number,
): Rectangle => ({
  ...selectedBy([id, name, ...modes], holderId),
  items: JSON.parse(String(held)) as NonNullable<Selected['items']>,
  validUntil: validUntil === null ? null : Number(validUntil),
});

const nothing: Rectangle = {
  datasetId: 0,
  holderId: 0,
  name: '',
  validUntil: null,
  modes: { people: 'none', courses: 'none', plans: 'none' },
};

async function digestOf(scope: Omit<Scope, 'digest'>): Promise<string> {
  const definition = JSON.stringify([
    scope.powerUserId,
    scope.siteId,
    [...scope.permissions].sort(),
    scope.rectangles.map(({ datasetId, modes, rules, above }) => [datasetId, modes, rules, above]),
    [scope.ceiling.datasetId, scope.ceiling.modes, scope.ceiling.rules],
  ]);
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(definition));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
