/** Changes of who gave what to whom: profiles to pass on, givers, datasets cut out of others, accounts that end. */
import { and, eq, type SQL } from 'drizzle-orm';
import {
  datasetAssignments,
  datasetItems,
  datasetSelections,
  datasets,
  grants,
  profileResources,
  profiles,
  users,
} from '../../server/data/schema/index.ts';
import type { Gift, World } from '../reference/world.ts';
import { wideDataset } from '../world/hierarchy-world.ts';
import { noon } from '../world/noon.ts';
import type { Random } from '../world/random.ts';
import { anyOf, type Change, idOf, idOfName, replaced, without } from './change.ts';
import { itemRef } from './change-authority.ts';

const someone = (world: World, random: Random) => random.pick(world.users.slice(0, 4)).key;
const orNull = (table: typeof users, key: string | null): SQL<number> | null =>
  key === null ? null : idOf(table, key);

/** Gives a profile to use or to pass on, by somebody or by a superadmin; takes it where it is held. */
const toggleGift =
  (list: 'grants' | 'profileResources'): Change =>
  (world, random, orm) => {
    const [powerUser, giver] = [someone(world, random), someone(world, random)];
    const profile = random.pick(world.profiles).name;
    const by = random.chance(0.3) ? null : giver;
    const table = list === 'grants' ? grants : profileResources;
    const [powerUserId, profileId] = [idOf(users, powerUser), idOfName(profiles, profile)];
    const all: readonly Gift[] = world[list] ?? [];
    const old = all.find(([one, other]) => one === powerUser && other === profile);
    const row = { powerUserId, profileId, grantedBy: orNull(users, by), grantedAt: 0 };
    const gifts: readonly Gift[] = old ? without(all, old) : [...all, [powerUser, profile, by]];
    return {
      told: `${old ? 'takes' : 'gives'} ${profile} (${list}) of ${powerUser} by ${by}`,
      world: { ...world, [list]: gifts },
      writes: [
        old
          ? orm
              .delete(table)
              .where(and(eq(table.powerUserId, powerUserId), eq(table.profileId, profileId)))
          : orm.insert(table).values(row),
      ],
    };
  };

/** Out of what somebody holds, or seemed to. */
const cutDataset: Change = (world, random, orm) => {
  const source = anyOf(random, world.assignments);
  const name = `cut ${world.datasets.length}`;
  if (!source || world.datasets.some((one) => one.name === name)) return null;
  if (!world.datasets.some((one) => one.name === source.dataset)) return null;
  const powerUser = someone(world, random);
  const wide = { ...wideDataset(random, world, name), rules: [] };
  const cut = { ...wide, cutFrom: source.dataset, madeBy: source.powerUser };
  const datasetId = idOfName(datasets, name);
  const items = cut.items.flatMap((item) => {
    const itemId = itemRef(item.kind, item.key);
    return itemId ? [{ datasetId, kind: item.kind, itemId, descendants: item.descendants }] : [];
  });
  return {
    told: `cuts ${name} out of ${source.dataset} of ${source.powerUser} for ${powerUser}`,
    world: {
      ...world,
      datasets: [...world.datasets, cut],
      assignments: [...world.assignments, { powerUser, dataset: name, from: null, until: null }],
    },
    writes: [
      orm.insert(datasets).values({
        ...{ name, cutFrom: idOfName(datasets, source.dataset) },
        madeBy: idOf(users, source.powerUser),
      }),
      ...Object.entries(cut.modes).map(([axis, mode]) =>
        orm.insert(datasetSelections).values({
          datasetId,
          axis: axis as 'people',
          mode: mode as 'all',
        }),
      ),
      ...items.map((item) => orm.insert(datasetItems).values(item)),
      orm.insert(datasetAssignments).values({ powerUserId: idOf(users, powerUser), datasetId }),
    ],
  };
};

/** Another source or another maker, so that chains break, join and become rings. */
const relink: Change = (world, random, orm) => {
  const cut = anyOf(
    random,
    world.datasets.filter(({ cutFrom = null }) => cutFrom !== null),
  );
  if (!cut) return null;
  const cutFrom = random.pick(world.datasets).name;
  const madeBy = someone(world, random);
  return {
    told: `makes ${cut.name} a part of ${cutFrom} of ${madeBy}`,
    world: { ...world, datasets: replaced(world.datasets, cut, { ...cut, cutFrom, madeBy }) },
    writes: [
      orm
        .update(datasets)
        .set({ cutFrom: idOfName(datasets, cutFrom), madeBy: idOf(users, madeBy) })
        .where(eq(datasets.name, cut.name)),
    ],
  };
};

const changeExpiry: Change = (world, random, orm) => {
  const user = random.pick(world.users.slice(0, 4));
  const expires = random.pick([null, null, noon, noon + 1]);
  return {
    told: `lets ${user.key} end at ${expires}`,
    world: { ...world, users: replaced(world.users, user, { ...user, expires }) },
    writes: [orm.update(users).set({ expiresAt: expires }).where(eq(users.key, user.key))],
  };
};

export const delegationChanges: Readonly<Record<string, Change>> = {
  giveProfile: toggleGift('grants'),
  passProfileOn: toggleGift('profileResources'),
  cutDataset,
  relink,
  changeExpiry,
};
