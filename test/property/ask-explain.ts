/** Questions to explanations in random worlds, and the changes that they advise, made to the plain world. */
import type { Remedy } from '../../server/scope/remedy.ts';
import { type Asker, visible } from '../reference/oracle.ts';
import type { Dataset, World } from '../reference/world.ts';
import type { Random } from '../world/random.ts';

export interface Question {
  readonly asker: Asker;
  readonly learner?: string;
  readonly course?: string;
}

/** A pair, a learner alone or a course alone, among those that can be asked about. */
export function ask(random: Random, world: World, askers: readonly Asker[]): Question {
  const asker = random.pick(askers);
  const learner = random.pick(world.users).key;
  const course = world.courses.length > 0 ? random.pick(world.courses).key : undefined;
  if (course === undefined || random.chance(0.25)) return { asker, learner };
  return random.chance(0.3) ? { asker, course } : { asker, learner, course };
}

export function isVisible(world: World, { asker, learner, course }: Question): boolean {
  const { pairs, learners, courses } = visible(world, asker);
  if (learner === undefined) return courses.some((key) => key === course);
  if (course === undefined) return learners.includes(learner);
  return pairs.some(([one, other]) => one === learner && other === course);
}

/** The world after somebody has taken an advised step. */
export function heed(world: World, remedy: Remedy, { asker, learner, course }: Question): World {
  const { powerUser, site } = asker;
  const person = learner ?? world.users[0]?.key ?? '';
  const thing = course ?? world.courses[0]?.key ?? '';
  const user = (change: object) => ({
    ...world,
    users: world.users.map((one) => (one.key === powerUser ? { ...one, ...change } : one)),
  });
  switch (remedy.kind) {
    case 'promote':
      return user({ level: 'power_user' });
    case 'activate_account':
      return user({ status: 'active' });
    case 'extend_account':
      return user({ expires: null });
    case 'activate_site':
      return {
        ...world,
        sites: world.sites.map((one) => (one.id === site ? { ...one, active: true } : one)),
      };
    case 'hold_dataset': {
      const name = 'advised';
      const bare: Dataset = { name, owner: null, modes: {}, items: [], rules: [] };
      const dataset = adding(adding(bare, 'people', person), 'courses', thing);
      const held = { powerUser, dataset: name, from: null, until: null };
      return {
        ...world,
        datasets: [...world.datasets, dataset],
        assignments: [...world.assignments, held],
      };
    }
    case 'make_valid':
      return {
        ...world,
        assignments: world.assignments.map((one) =>
          one.powerUser === powerUser && one.dataset === remedy.dataset
            ? { ...one, from: null, until: null }
            : one,
        ),
      };
    case 'hold_source': {
      const held = { powerUser: remedy.holder, dataset: remedy.dataset, from: null, until: null };
      return {
        ...world,
        users: world.users.map((one) =>
          one.key === remedy.holder
            ? { ...one, level: 'power_user', status: 'active', expires: null }
            : one,
        ),
        assignments: [
          ...world.assignments.filter(
            (one) => one.powerUser !== remedy.holder || one.dataset !== remedy.dataset,
          ),
          held,
        ],
      };
    }
    case 'widen_source':
      return changing(world, [remedy.dataset], (one) =>
        adding(adding(one, 'people', person), 'courses', thing),
      );
    case 'add':
      return changing(world, [remedy.dataset], (one) =>
        adding(one, remedy.axis, remedy.axis === 'people' ? person : thing),
      );
    case 'share':
      return changing(world, [remedy.dataset, remedy.ceiling], (one) =>
        adding(one, remedy.axis, remedy.axis === 'people' ? person : thing),
      );
    case 'grant': {
      const name = 'advised';
      const permissions = [remedy.permission, ...remedy.along];
      return {
        ...world,
        profiles: [...world.profiles, { name, permissions }],
        grants: [...world.grants, [powerUser, name]],
      };
    }
    default:
      return remedy satisfies never;
  }
}

const changing = (world: World, names: readonly string[], change: (one: Dataset) => Dataset) => ({
  ...world,
  datasets: world.datasets.map((one) => (names.includes(one.name) ? change(one) : one)),
});

function adding(dataset: Dataset, axis: 'people' | 'courses', key: string): Dataset {
  if (dataset.modes[axis] === 'all') return dataset;
  const item = { kind: axis === 'people' ? 'user' : 'course', key, descendants: false };
  const modes = { ...dataset.modes, [axis]: 'subset' };
  return { ...dataset, modes, items: [...dataset.items, item] };
}
