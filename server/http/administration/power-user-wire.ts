/** A power user as administration tells of them. */
import type { z } from 'zod';
import type { powerUserOverviewSchema, powerUserSchema } from '../../../shared/wire/power-user.ts';
import { momentOf } from '../../../shared/wire/time.ts';
import type { DatasetRecord } from '../../command/dataset-record.ts';
import type { PowerUserOverview } from '../../command/describe-power-user.ts';
import { recapWire } from '../../command/permission-recap.ts';
import type { PowerUserRecord } from '../../command/power-user-record.ts';
import { datasetWire } from './dataset-wire.ts';
import type { Reach } from './reach.ts';

/** Whom the caller does not know of is not named to them, neither as a giver nor as one of several holders. */
export const powerUserWire =
  ({ knows, manages }: Reach) =>
  (person: PowerUserRecord): z.infer<typeof powerUserSchema> => {
    const { id, username, level, status, profiles, datasets, promotedBy } = person;
    const named = (by: string | null) => (by !== null && knows(by) ? by : null);
    const gift = ({ profile, by }: { profile: string; by: string | null }) => ({
      profile,
      by: named(by),
    });
    return {
      ...{ id, username, level, status, profiles },
      datasets: datasets.map(({ name, validFrom, validUntil }) => ({
        name,
        ...validity({ validFrom, validUntil }),
      })),
      promoted_by: named(promotedBy),
      given: person.givenByPowerUsers.map(gift),
      to_pass_on: person.toPassOn.map(gift),
      manageable: manages(person),
    };
  };

export const overviewWire = (
  { powerUser, recap, datasets, withoutEffect }: PowerUserOverview,
  reach: Reach,
): z.infer<typeof powerUserOverviewSchema> => ({
  ...powerUserWire(reach)(powerUser),
  datasets: datasets.map((dataset) => ({
    ...datasetWire(reach.authority === null ? dataset : withinReach(dataset, reach)),
    ...validity(dataset),
  })),
  recap: recapWire(recap),
  without_effect: [...withoutEffect],
});

const withinReach = (dataset: DatasetRecord, { knows }: Reach): DatasetRecord => ({
  ...dataset,
  holders: dataset.holders.filter(({ powerUser }) => knows(powerUser)),
  ceilingOf: [],
});

const validity = (held: { validFrom: number | null; validUntil: number | null }) => ({
  valid_from: momentOf(held.validFrom),
  valid_until: momentOf(held.validUntil),
});
