/** A dataset as administration tells it: each axis with what it selects. */
import type { z } from 'zod';
import { type Axis, axes, itemKinds } from '../../../shared/scope.ts';
import type { datasetSchema } from '../../../shared/wire/dataset.ts';
import type { DatasetRecord } from '../../command/dataset-record.ts';
import { ruleListWire } from './rule-wire.ts';

type Dataset = z.infer<typeof datasetSchema>;

const kinds: ReadonlyMap<string, Axis> = new Map(
  Object.entries(itemKinds).map(([kind, { axis }]) => [kind, axis]),
);

export const datasetWire = (dataset: DatasetRecord): Dataset => ({
  name: dataset.name,
  owner: dataset.owner,
  selections: Object.fromEntries(
    axes.map((axis) => [axis, selectionOf(dataset, axis)]),
  ) as Dataset['selections'],
  held_by: dataset.holders.length,
  ceiling_of: dataset.ceilingOf,
});

const selectionOf = (
  { selections, items, rules }: DatasetRecord,
  axis: Axis,
): Dataset['selections'][Axis] => ({
  mode: selections[axis] ?? 'none',
  items: items.filter(({ kind }) => kinds.get(kind) === axis),
  rules: rules[axis] === undefined ? null : ruleListWire(rules[axis]),
});
