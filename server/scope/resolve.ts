/** Works out a power user's scope from live tables, in one snapshot, for one request. */
import { and, eq, gt, isNull, or, type SQL, sql } from 'drizzle-orm';
import { effectivePermissions } from '../../shared/permission/closure.ts';
import { Refusal } from '../../shared/refusal.ts';
import { type Axis, axes, type SelectionMode, selectionModes } from '../../shared/scope.ts';
import type { Database, Row } from '../data/database.ts';
import {
  datasetAssignments,
  datasets,
  grants,
  profilePermissions,
  sites,
  users,
} from '../data/schema/index.ts';
import { ruleQueries, ruleReader } from './load-rules.ts';
import { maxDatasetsPerPowerUser, type Rectangle, type Scope } from './scope.ts';

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
  // Only who has rules pays for them. All is asked again, because a scope comes from one snapshot.
  return hasRules(answers)
    ? scopeOf(request, await database.read(...queries, ...ruleQueries(rulesOf(request))))
    : scopeOf(request, answers);
}

async function scopeOf(request: ScopeRequest, answers: readonly Row[][]): Promise<Scope> {
  const [holder, permissions, held, ceilings, versions, ...ruleAnswers] = answers;
  const rules = ruleReader(ruleAnswers);
  const toRectangle = (row: Row) => {
    const rectangle = plainRectangle(row);
    const { bound } = rules.ofDataset(rectangle.datasetId);
    return Object.keys(bound).length === 0 ? rectangle : { ...rectangle, rules: bound };
  };
  const active = holder?.length === 1 && ceilings?.length === 1;
  const rectangles = active ? (held ?? []).map(toRectangle) : [];
  if (rectangles.length > maxDatasetsPerPowerUser) {
    throw new Refusal('internal', 'The power user holds more datasets than can be resolved');
  }
  const scope = {
    powerUserId: request.powerUserId,
    siteId: request.siteId,
    permissions: effectivePermissions(
      active ? (permissions ?? []).map(([permission]) => String(permission)) : [],
    ),
    rectangles,
    ceiling: ceilings?.[0] ? toRectangle(ceilings[0]) : nothing,
    versions: {
      membership: Number(versions?.[0]?.[0] ?? 0),
      progress: Number(versions?.[0]?.[1] ?? 0),
    },
    epoch: Number(versions?.[0]?.[2] ?? 0),
    standsUntil: (versions?.[0]?.[3] ?? null) as number | null,
  };
  return { ...scope, digest: await digestOf(scope) };
}

/** The five questions; holder and ceiling answer one row or none. */
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
        ),
      ),
    orm
      .selectDistinct({ permission: profilePermissions.permission })
      .from(grants)
      .innerJoin(profilePermissions, eq(profilePermissions.profileId, grants.profileId))
      .where(eq(grants.powerUserId, powerUserId)),
    orm
      .select({
        id: datasets.id,
        name: datasets.name,
        validUntil,
        ruled,
        ...axisModes(datasets.id),
      })
      .from(datasetAssignments)
      .innerJoin(datasets, eq(datasets.id, datasetAssignments.datasetId))
      .where(
        sql`${holder} = ${powerUserId} AND (${validFrom} IS NULL OR ${validFrom} <= ${nowSeconds})
          AND (${validUntil} IS NULL OR ${nowSeconds} < ${validUntil})`,
      )
      .orderBy(datasets.id),
    orm
      .select({
        id: datasets.id,
        name: datasets.name,
        validUntil: sql`NULL`,
        ruled,
        ...axisModes(datasets.id),
      })
      .from(sites)
      .innerJoin(datasets, eq(datasets.id, sites.ceilingDatasetId))
      .where(and(eq(sites.id, siteId), eq(sites.active, true))),
    sql`SELECT (SELECT value FROM versions WHERE name = 'membership') AS membership,
      (SELECT value FROM versions WHERE name = 'progress') AS progress,
      (SELECT epoch FROM epochs WHERE user_id = ${powerUserId}) AS epoch,
      ${nextTurn(nowSeconds)} AS turns_at`,
  ] as const;
}

/** When time next begins or ends what anybody holds: also others, because rights may rest on theirs. */
const nextTurn = (nowSeconds: number): SQL =>
  sql`(SELECT min(turn) FROM (
    SELECT min(valid_from) AS turn FROM dataset_assignments WHERE valid_from > ${nowSeconds}
    UNION ALL SELECT min(valid_until) FROM dataset_assignments WHERE valid_until > ${nowSeconds}
    UNION ALL SELECT min(expires_at) FROM users
      WHERE level = 'power_user' AND expires_at > ${nowSeconds}))`;

/** The place of `ruled` in a row of a dataset. */
const ruledPlace = 3;

const ruled = sql.raw('EXISTS (SELECT 1 FROM dataset_rules r WHERE r.dataset_id = datasets.id)');

const hasRules = ([, , held = [], ceilings = []]: readonly Row[][]): boolean =>
  [...held, ...ceilings].some((row) => row[ruledPlace] === 1);

/** Those of every dataset that may take part. */
const rulesOf = ({ powerUserId, siteId }: ScopeRequest) => ({
  datasets: sql`SELECT dataset_id FROM dataset_assignments WHERE power_user_id = ${powerUserId}
    UNION SELECT ceiling_dataset_id FROM sites WHERE id = ${siteId}`,
  powerUserId,
});

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

const isMode = (mode: unknown): mode is SelectionMode =>
  (selectionModes as readonly unknown[]).includes(mode);

/** A mode that is missing or that this version does not know selects nothing. */
function plainRectangle([id, name, validUntil, , ...modes]: Row): Rectangle {
  const entries = axes.map((axis, place) => {
    const mode = modes[place];
    return [axis, isMode(mode) ? mode : 'none'] as const;
  });
  return {
    datasetId: Number(id),
    name: String(name),
    validUntil: validUntil === null ? null : Number(validUntil),
    modes: Object.fromEntries(entries) as Record<Axis, SelectionMode>,
  };
}

const nothing: Rectangle = {
  datasetId: 0,
  name: '',
  validUntil: null,
  modes: { people: 'none', courses: 'none', plans: 'none' },
};

async function digestOf(scope: Omit<Scope, 'digest'>): Promise<string> {
  const definition = JSON.stringify([
    scope.powerUserId,
    scope.siteId,
    [...scope.permissions].sort(),
    scope.rectangles.map(({ datasetId, modes, rules }) => [datasetId, modes, rules]),
    [scope.ceiling.datasetId, scope.ceiling.modes, scope.ceiling.rules],
  ]);
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(definition));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
