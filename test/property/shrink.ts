/** Makes a disagreement small enough to read: takes things out of its world while both sides still part. */
import type { Database } from '../../server/data/database.ts';
import type { Dataset, World } from '../reference/world.ts';
import { whole } from '../world/whole.ts';
import type { Judged } from './ask.ts';
import { type Disagreement, judge } from './differential.ts';

/** Each list without one half, one quarter … one thing. */
function* shorter<T>(list: readonly T[]): Generator<T[]> {
  for (let size = Math.ceil(list.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < list.length; start += size) yield list.toSpliced(start, size);
  }
}

/** Each list with one of its things made smaller. */
function* inside<T>(list: readonly T[], smaller: (one: T) => Iterable<T>): Generator<T[]> {
  for (const [index, one] of list.entries()) {
    for (const less of smaller(one)) yield list.with(index, less);
  }
}

function* smallerDatasets(dataset: Dataset): Generator<Dataset> {
  for (const items of shorter(dataset.items)) yield { ...dataset, items };
  for (const rules of shorter(dataset.rules)) yield { ...dataset, rules };
  for (const modes of shorter(Object.entries(dataset.modes))) {
    yield { ...dataset, modes: Object.fromEntries(modes) };
  }
}

function* smallerWorlds(world: World): Generator<World> {
  for (const [field, list] of Object.entries(world)) {
    for (const less of shorter(list as readonly unknown[])) yield { ...world, [field]: less };
  }
  for (const datasets of inside(world.datasets, smallerDatasets)) yield { ...world, datasets };
  for (const groups of inside(world.groups, function* (group) {
    for (const members of shorter(group.members)) yield { ...group, members };
  })) {
    yield { ...world, groups };
  }
  for (const catalogs of inside(world.catalogs ?? [], function* (catalog) {
    for (const audience of shorter(catalog.audience)) yield { ...catalog, audience };
    for (const courses of shorter(catalog.courses)) yield { ...catalog, courses };
    for (const plans of shorter(catalog.plans)) yield { ...catalog, plans };
  })) {
    yield { ...world, catalogs };
  }
  for (const plans of inside(world.plans, function* (plan) {
    for (const courses of shorter(plan.courses)) yield { ...plan, courses };
  })) {
    yield { ...world, plans };
  }
}

/** Tries at most `patience` smaller worlds. The answer's world still makes both sides part for its asker. */
export async function shrink(
  database: Database,
  judged: Judged,
  disagreement: Disagreement,
  patience = 3000,
): Promise<Disagreement> {
  let smallest = disagreement;
  let tries = 0;
  for (let shrunk = true; shrunk && tries < patience; ) {
    shrunk = false;
    for (const candidate of smallerWorlds(smallest.world)) {
      if (tries++ >= patience) break;
      const world = whole(candidate);
      const found = await judge(database, judged, world, [smallest.asker], { apart: true });
      if (!found) continue;
      smallest = { ...smallest, world, ...found };
      shrunk = true;
      break;
    }
  }
  return smallest;
}

/** What a failing run prints. */
export function describeDisagreement({ seed, world, asker, parts }: Disagreement): string {
  const filled = Object.entries(world).filter(([, list]) => (list as unknown[]).length > 0);
  return [
    `The server and the oracle part. Again: npm run fuzz -- --cases 1 --seed ${seed}`,
    `asker ${JSON.stringify(asker)}`,
    ...filled.map(([field, list]) => `${field} ${JSON.stringify(list)}`),
    `parts ${JSON.stringify(parts, null, 1)}`,
  ].join('\n');
}
