/** Changes of what rules ask: the rules of a dataset, the values of fields, people's names. */
import { and, eq } from 'drizzle-orm';
import {
  datasetRules,
  datasets,
  userFields,
  userFieldValues,
  users,
} from '../../server/data/schema/index.ts';
import { fold } from '../../shared/fold.ts';
import { axes } from '../../shared/scope.ts';
import { borderText } from '../world/border-fields.ts';
import { borderRules } from '../world/border-rules.ts';
import { userRow } from '../world/learning-rows.ts';
import { anyOf, type Change, idOf, idOfName, replaced } from './change.ts';

/** Mostly of what somebody holds as a subset, so that it tells. */
const changeRules: Change = (world, random, orm) => {
  const mine = world.datasets.filter(({ name }) => name === 'r0');
  const dataset = random.pick(mine.length > 0 && random.chance(0.6) ? mine : world.datasets);
  const axis = random.pick(axes.filter((one) => one !== 'plans'));
  const rules = random.chance(0.2) ? [] : borderRules(random, world, axis);
  const others = dataset.rules.filter((rule) => rule.axis !== axis);
  const datasetId = idOfName(datasets, dataset.name);
  return {
    told: `gives ${dataset.name} on ${axis} the rules ${JSON.stringify(rules)}`,
    world: {
      ...world,
      datasets: replaced(world.datasets, dataset, { ...dataset, rules: [...others, ...rules] }),
    },
    writes: [
      orm
        .delete(datasetRules)
        .where(and(eq(datasetRules.datasetId, datasetId), eq(datasetRules.axis, axis))),
      ...rules.map(({ field, operator, value, match, group, groupMatch }, position) =>
        orm.insert(datasetRules).values({
          datasetId,
          axis,
          position,
          field,
          operator,
          value,
          match: match as 'all' | 'any',
          groupNo: group ?? 0,
          groupMatch: groupMatch as 'all' | 'any',
        }),
      ),
    ],
  };
};

/** Often of the power user, whose placeholders then stand for something else. */
const changeField: Change = (world, random, orm) => {
  const user = random.pick(random.chance(0.5) ? world.users.slice(0, 3) : world.users);
  const key = anyOf(random, world.userFields ?? []);
  if (key === null) return null;
  const other = random.pick(world.users).fields?.[key];
  const value = random.chance(0.5) && other !== undefined ? other : borderText(random);
  const values = { value, valueKey: fold(value) };
  const changed = { ...user, fields: { ...user.fields, [key]: value } };
  return {
    told: `sets ${key} of ${user.key} to ${JSON.stringify(value)}`,
    world: { ...world, users: replaced(world.users, user, changed) },
    writes: [
      orm
        .insert(userFieldValues)
        .values({ userId: idOf(users, user.key), fieldId: idOf(userFields, key), ...values })
        .onConflictDoUpdate({
          target: [userFieldValues.userId, userFieldValues.fieldId],
          set: values,
        }),
    ],
  };
};

const renamePerson: Change = (world, random, orm) => {
  const user = random.pick(world.users);
  const changed = { ...user, firstName: borderText(random), lastName: borderText(random) };
  const { firstName, lastName, nameKey, searchKey } = userRow(changed);
  return {
    told: `calls ${user.key} ${JSON.stringify([firstName, lastName])}`,
    world: { ...world, users: replaced(world.users, user, changed) },
    writes: [
      orm
        .update(users)
        .set({ firstName, lastName, nameKey, searchKey })
        .where(eq(users.key, user.key)),
    ],
  };
};

export const ruleChanges: Readonly<Record<string, Change>> = {
  changeRules,
  changeField,
  renamePerson,
};
