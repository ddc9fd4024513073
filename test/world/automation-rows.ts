/** A world's automations as inserts. What they give is the server's to work out. */
import type { SQL } from 'drizzle-orm';
import * as tables from '../../server/data/schema/index.ts';
import type { World } from '../reference/world.ts';
import { bulk } from './bulk.ts';
import { idIn, type WorldIds } from './ids.ts';

export function automationRows({ automations = [], users }: World, ids: WorldIds): SQL[] {
  const numbered = automations.map((automation, index) => ({ ...automation, id: index + 1 }));
  return [
    ...bulk(
      tables.automations,
      numbered.map(({ id, name, enabled, profile }) => ({
        ...{ id, name, enabled },
        profileId: idIn(ids.profiles, profile),
      })),
    ),
    ...bulk(
      tables.automationDatasets,
      numbered.flatMap(({ id, datasets }) =>
        datasets.map((name) => ({ automationId: id, datasetId: idIn(ids.datasets, name) })),
      ),
    ),
    ...bulk(
      tables.automationRules,
      numbered.flatMap(({ id, rules }) =>
        rules.map(
          ({ match = 'all', group = 0, groupMatch = 'all', field, operator, value }, position) => ({
            ...{ automationId: id, position, match, groupNo: group, groupMatch },
            ...{ field, operator, value },
          }),
        ),
      ),
    ),
    ...bulk(
      tables.automationPromotions,
      users.flatMap(({ key, promoted }) => (promoted ? [{ userId: idIn(ids.users, key) }] : [])),
    ),
  ];
}
