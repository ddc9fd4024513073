/** Changes of automations: made, switched, edited, removed. What follows for people is the settlement's. */
import { eq, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../server/data/database.ts';
import {
  automationDatasets,
  automationRules,
  automations,
  datasets,
  profiles,
} from '../../server/data/schema/index.ts';
import type { Automation, Rule } from '../reference/world.ts';
import { borderAutomation } from '../world/automation-world.ts';
import { borderRules } from '../world/border-rules.ts';
import { anyOf, type Change, idOfName, replaced, without } from './change.ts';

const writeRules = (orm: Database['orm'], automationId: SQL<number>, rules: readonly Rule[]) =>
  rules.map(({ field, operator, value, match, group, groupMatch }, position) =>
    orm.insert(automationRules).values({
      ...{ automationId, position, field, operator, value },
      match: match as 'all' | 'any',
      groupNo: group ?? 0,
      groupMatch: groupMatch as 'all' | 'any',
    }),
  );

const writeDatasets = (orm: Database['orm'], automationId: SQL<number>, names: readonly string[]) =>
  names.map((name) =>
    orm.insert(automationDatasets).values({ automationId, datasetId: idOfName(datasets, name) }),
  );

const addAutomation: Change = (world, random, orm) => {
  const all = world.automations ?? [];
  const names = ['a0', 'a1', 'a2', 'a3'].filter((name) => !all.some((one) => one.name === name));
  const name = anyOf(random, names);
  if (world.automations === undefined || name === null) return null;
  if (!world.datasets.some(({ owner }) => owner === null)) return null;
  const automation = borderAutomation(random, world, name);
  const { enabled, profile } = automation;
  const id = idOfName(automations, name);
  return {
    told: `adds the automation ${JSON.stringify(automation)}`,
    world: { ...world, automations: [...all, automation] },
    writes: [
      orm.insert(automations).values({ name, enabled, profileId: idOfName(profiles, profile) }),
      ...writeDatasets(orm, id, automation.datasets),
      ...writeRules(orm, id, automation.rules),
    ],
  };
};

const toggleAutomation: Change = (world, random, orm) => {
  const old = anyOf(random, world.automations ?? []);
  if (!old) return null;
  const enabled = !old.enabled;
  return {
    told: `switches ${old.name} ${enabled ? 'on' : 'off'}`,
    world: { ...world, automations: replaced(world.automations ?? [], old, { ...old, enabled }) },
    writes: [orm.update(automations).set({ enabled }).where(eq(automations.name, old.name))],
  };
};

const editAutomation: Change = (world, random, orm) => {
  const old = anyOf(random, world.automations ?? []);
  const shared = world.datasets.filter(({ owner }) => owner === null);
  if (!old || shared.length === 0) return null;
  const rules = random.chance(0.5) ? borderRules(random, world, 'people') : old.rules;
  const changed: Automation = {
    ...old,
    profile: random.pick(world.profiles).name,
    datasets: [random.pick(shared).name],
    rules,
  };
  const id = idOfName(automations, old.name);
  return {
    told: `makes of ${old.name} ${JSON.stringify(changed)}`,
    world: { ...world, automations: replaced(world.automations ?? [], old, changed) },
    writes: [
      orm
        .update(automations)
        .set({ profileId: idOfName(profiles, changed.profile) })
        .where(eq(automations.name, old.name)),
      orm.delete(automationDatasets).where(sql`${automationDatasets.automationId} = ${id}`),
      ...writeDatasets(orm, id, changed.datasets),
      orm.delete(automationRules).where(sql`${automationRules.automationId} = ${id}`),
      ...writeRules(orm, id, rules),
    ],
  };
};

const removeAutomation: Change = (world, random, orm) => {
  const old = anyOf(random, world.automations ?? []);
  if (!old) return null;
  return {
    told: `removes ${old.name}`,
    world: { ...world, automations: without(world.automations ?? [], old) },
    writes: [orm.delete(automations).where(eq(automations.name, old.name))],
  };
};

export const automationChanges: Readonly<Record<string, Change>> = {
  addAutomation,
  toggleAutomation,
  editAutomation,
  removeAutomation,
};
