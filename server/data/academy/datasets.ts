/** Datasets as they are said (keys and names) turned into the rows that keep them. */
import { axes, type ItemKind, itemKinds, type SelectionMode } from '../../../shared/scope.ts';
import type { AcademyRows, Numbered, RowOf } from './rows.ts';

export interface Wanted {
  readonly mode: SelectionMode;
  readonly items: readonly (readonly [kind: ItemKind, key: string])[];
}

/** These people, on these courses and plans; branches and categories reach downwards. */
export interface DatasetSpec {
  readonly name: string;
  readonly people: Wanted;
  readonly courses: Wanted;
  readonly plans: Wanted;
}

export const all: Wanted = { mode: 'all', items: [] };
export const none: Wanted = { mode: 'none', items: [] };
export const only = (...items: Wanted['items']): Wanted => ({ mode: 'subset', items });

/** What items can name, by kind. */
export type Nameable = Pick<
  AcademyRows,
  'users' | 'groups' | 'branches' | 'courses' | 'categories' | 'learningPlans' | 'catalogs'
>;
const tableByKind: Readonly<Record<ItemKind, keyof Nameable>> = {
  user: 'users',
  group: 'groups',
  branch: 'branches',
  course: 'courses',
  category: 'categories',
  plan: 'learningPlans',
  catalog: 'catalogs',
};

function idOf(nameable: Nameable, kind: ItemKind, key: string): number {
  const rows: readonly { id?: number; key: string }[] = nameable[tableByKind[kind]];
  const id = rows.find((row) => row.key === key)?.id;
  if (id === undefined) throw new RangeError(`No ${kind} ${key}`);
  return id;
}

export function buildDatasets(specs: readonly DatasetSpec[], nameable: Nameable) {
  const datasets: Numbered<'datasets'>[] = [];
  const datasetSelections: RowOf<'datasetSelections'>[] = [];
  const datasetItems: RowOf<'datasetItems'>[] = [];
  specs.forEach((spec, at) => {
    const datasetId = at + 1;
    datasets.push({ id: datasetId, name: spec.name, ownerId: null });
    for (const axis of axes) {
      const { mode, items } = spec[axis];
      if (mode !== 'none') datasetSelections.push({ datasetId, axis, mode });
      for (const [kind, key] of items) {
        const descendants = itemKinds[kind].descends;
        datasetItems.push({ datasetId, kind, itemId: idOf(nameable, kind, key), descendants });
      }
    }
  });
  return { datasets, datasetSelections, datasetItems };
}
