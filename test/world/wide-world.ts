/** A power user with as many datasets as may be held, each of its own five people and its own course. */
import { type Dataset, emptyWorld, type User, type World } from '../reference/world.ts';

const user = (key: string, level: User['level'] = 'user'): User => ({
  key,
  level,
  status: 'active',
  branch: null,
});

/** Everybody is enrolled in the courses of three datasets, and must show in one of them only. */
export function wideWorld(datasets = 60): World {
  const numbers = Array.from({ length: datasets }, (_, index) => index);
  const team = (index: number) => [0, 1, 2, 3, 4].map((place) => `u${index}-${place}`);
  const everything: Dataset = {
    name: 'everything',
    owner: null,
    modes: { people: 'all', courses: 'all', plans: 'all' },
    items: [],
    rules: [],
  };
  const held = numbers.map(
    (index): Dataset => ({
      name: `d${index}`,
      owner: null,
      modes: { people: 'subset', courses: 'subset' },
      items: [
        ...team(index).map((key) => ({ kind: 'user', key, descendants: false })),
        { kind: 'course', key: `c${index}`, descendants: false },
      ],
      rules: [],
    }),
  );
  return {
    ...emptyWorld,
    users: [user('boss', 'power_user'), ...numbers.flatMap(team).map((key) => user(key))],
    courses: numbers.map((index) => ({ key: `c${index}`, category: null })),
    enrollments: numbers.flatMap((index) =>
      [0, 1, 2].flatMap((step) =>
        team(index).map((key) => [key, `c${(index + step) % datasets}`] as const),
      ),
    ),
    datasets: [everything, ...held],
    assignments: held.map(({ name }) => ({
      powerUser: 'boss',
      dataset: name,
      from: null,
      until: null,
    })),
    sites: [{ id: 'portal', active: true, ceiling: 'everything' }],
  };
}
