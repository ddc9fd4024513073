/** A world's datasets, profiles and sites as inserts. */
import type { SQL } from 'drizzle-orm';
import * as tables from '../../server/data/schema/index.ts';
import { type Axis, axes } from '../../shared/scope.ts';
import type { Dataset, Gift, World } from '../reference/world.ts';
import { bulk } from './bulk.ts';
import { idIn, itemId, type WorldIds } from './ids.ts';

/** Two keys of an unknown kind may share an id, because each is looked up in every table. */
function itemRows(ids: WorldIds, datasetId: number | null, { items }: Dataset) {
  const rows = items.map((item, position) => {
    const { kind, descendants } = item;
    return { datasetId, kind, itemId: itemId(ids, item, position), descendants };
  });
  return [...new Map(rows.map((row) => [`${row.kind} ${row.itemId}`, row])).values()];
}

const ruleRows = (datasetId: number | null, { rules }: Dataset) =>
  rules.map(({ match = 'all', group = 0, groupMatch = 'all', ...rule }, position) => ({
    datasetId,
    position,
    match,
    groupNo: group,
    groupMatch,
    ...rule,
  }));

export function datasetRows(world: World, ids: WorldIds): SQL[] {
  const each = <R>(rowsOf: (dataset: Dataset, datasetId: number | null) => R[]): R[] =>
    world.datasets.flatMap((dataset) => rowsOf(dataset, idIn(ids.datasets, dataset.name)));
  const hasMode = ({ modes }: Dataset) => axes.filter((axis: Axis) => modes[axis] !== undefined);
  return [
    ...bulk(
      tables.datasets,
      each(({ name, owner, cutFrom = null, madeBy = null }, id) => [
        {
          id,
          name,
          ownerId: idIn(ids.users, owner),
          cutFrom: idIn(ids.datasets, cutFrom),
          madeBy: idIn(ids.users, madeBy),
        },
      ]),
    ),
    ...bulk(
      tables.datasetSelections,
      each((dataset, datasetId) =>
        hasMode(dataset).map((axis) => ({ datasetId, axis, mode: dataset.modes[axis] })),
      ),
    ),
    ...bulk(
      tables.datasetItems,
      each((dataset, datasetId) => itemRows(ids, datasetId, dataset)),
    ),
    ...bulk(
      tables.datasetRules,
      each((dataset, datasetId) => ruleRows(datasetId, dataset)),
    ),
  ];
}

/** Datasets that are not there share one id, of which somebody holds one. */
function assignmentRows({ assignments }: World, ids: WorldIds) {
  const rows = assignments.map(({ powerUser, dataset, from, until }) => ({
    powerUserId: idIn(ids.users, powerUser),
    datasetId: idIn(ids.datasets, dataset),
    validFrom: from,
    validUntil: until,
  }));
  return [...new Map(rows.map((row) => [`${row.powerUserId} ${row.datasetId}`, row])).values()];
}

const giftRow = ([powerUser, profile, giver = null]: Gift, ids: WorldIds) => ({
  powerUserId: idIn(ids.users, powerUser),
  profileId: idIn(ids.profiles, profile),
  grantedBy: idIn(ids.users, giver),
});

export function authorityRows(world: World, ids: WorldIds): SQL[] {
  return [
    ...bulk(tables.datasetAssignments, assignmentRows(world, ids)),
    ...bulk(
      tables.profiles,
      world.profiles.map(({ name }) => ({ id: idIn(ids.profiles, name), name })),
    ),
    ...bulk(
      tables.profilePermissions,
      world.profiles.flatMap(({ name, permissions }) =>
        permissions.map((permission) => ({ profileId: idIn(ids.profiles, name), permission })),
      ),
    ),
    ...bulk(
      tables.grants,
      world.grants.map((gift) => ({ ...giftRow(gift, ids), grantedAt: 0 })),
    ),
    ...bulk(
      tables.profileResources,
      (world.profileResources ?? []).map((gift) => giftRow(gift, ids)),
    ),
    ...bulk(
      tables.sites,
      world.sites.map(({ id, active, ceiling }) => ({
        id,
        name: id,
        active,
        ceilingDatasetId: idIn(ids.datasets, ceiling),
      })),
    ),
  ];
}
