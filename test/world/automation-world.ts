/** Puts automations into a world: people whom they promote, and some who hold as much as anybody may. */
import type { Automation, World } from '../reference/world.ts';
import { borderRules } from './border-rules.ts';
import type { Random } from './random.ts';

/** Their datasets are nobody's own, as the commands have it. */
export function borderAutomation(random: Random, world: World, name: string): Automation {
  const shared = world.datasets.filter(({ owner, cutFrom }) => owner === null && !cutFrom);
  const datasets = [random.pick(shared), ...random.sift(shared, 0.2)].map((one) => one.name);
  return {
    name,
    enabled: random.chance(0.8),
    profile: random.pick(world.profiles).name,
    datasets: [...new Set(datasets)],
    rules: borderRules(random, world, 'people'),
  };
}

/** The second and fourth are plain users, who see only what automations give; the first has nearly ten profiles. */
export function withAutomations(random: Random, world: World): World {
  const many = Array.from({ length: 10 }, (_, index) => `many${index}`);
  const [first] = world.users;
  const few = random.pick([0, 8, 9, 10]);
  const plain = [1, 3].flatMap((place) => world.users[place]?.key ?? []);
  const furnished: World = {
    ...world,
    users: world.users.map((user) =>
      plain.includes(user.key) ? { ...user, level: 'user', status: 'active' } : user,
    ),
    profiles: [...world.profiles, ...many.map((name) => ({ name, permissions: [] }))],
    grants: [
      ...world.grants.filter(([key]) => (few === 0 || key !== first?.key) && !plain.includes(key)),
      ...many.slice(0, few).map((name) => [first?.key ?? '', name] as const),
    ],
    assignments: world.assignments.filter(({ powerUser }) => !plain.includes(powerUser)),
  };
  const automations = Array.from({ length: 1 + random.below(3) }, (_, index) =>
    borderAutomation(random, furnished, `a${index}`),
  );
  return { ...furnished, automations };
}
