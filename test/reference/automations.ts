/** The definition of automations: who is given what by rules, and what becomes of levels. Plain and slow. */
import { ruledIn } from './rules.ts';
import type { AutomaticGift, Automation, User, World } from './world.ts';

const profilesEach = 10;
const datasetsEach = 60;

/** Nobody's rules: there is no power user for whose fields a placeholder could stand, and no question about the level. */
function matches(world: World, { rules }: Automation, user: User): boolean {
  const asked = rules.map((rule) => ({
    ...rule,
    axis: 'people' as const,
    field: rule.field === 'level' ? 'no field' : rule.field,
  }));
  const dataset = { name: '', owner: null, modes: {}, items: [], rules: asked };
  return user.level !== 'superadmin' && ruledIn(world, dataset, 'people', 'nobody', user);
}

/** What one person is given: by each automation in turn all that it has, or nothing where that would be too much. */
function giftsFor(world: World, user: User): AutomaticGift[] {
  const profiles = new Set(world.grants.filter(([one]) => one === user.key).map(([, two]) => two));
  const held = world.assignments.filter(({ powerUser }) => powerUser === user.key);
  const datasets = new Set(held.map(({ dataset }) => dataset));
  const gifts: AutomaticGift[] = [];
  for (const automation of world.automations ?? []) {
    if (!automation.enabled || !matches(world, automation, user)) continue;
    const more = new Set([...profiles, automation.profile]);
    const wider = new Set([...datasets, ...automation.datasets]);
    if (more.size > profilesEach || wider.size > datasetsEach) continue;
    profiles.add(automation.profile);
    for (const name of automation.datasets) datasets.add(name);
    gifts.push({ user: user.key, profile: automation.profile, datasets: automation.datasets });
  }
  return gifts;
}

/** What they hold that no automation gave. */
const holdsByHand = (
  { grants, profileResources = [], assignments, datasets }: World,
  { key }: User,
): boolean =>
  [...grants, ...profileResources].some(([powerUser]) => powerUser === key) ||
  assignments.some(({ powerUser }) => powerUser === key) ||
  datasets.some(({ owner }) => owner === key);

/** The world once its automations have given and taken what they must. */
export function settled(world: World): World {
  const gifts = world.users.flatMap((user) => giftsFor(world, user));
  const users = world.users.map((user): User => {
    if (gifts.some((gift) => gift.user === user.key)) {
      return user.level === 'user' ? { ...user, level: 'power_user', promoted: true } : user;
    }
    const stays = !user.promoted || holdsByHand(world, user);
    return stays ? user : { ...user, level: 'user', promoted: false };
  });
  return { ...world, users, gifts };
}
