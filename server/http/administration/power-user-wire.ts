/** A power user as administration tells of them. */
import type { z } from 'zod';
import type { powerUserOverviewSchema, powerUserSchema } from '../../../shared/wire/power-user.ts';
import { momentOf } from '../../../shared/wire/time.ts';
import type { PowerUserOverview } from '../../command/describe-power-user.ts';
import { recapWire } from '../../command/permission-recap.ts';
import type { PowerUserRecord } from '../../command/power-user-record.ts';
import { datasetWire } from './dataset-wire.ts';

export const powerUserWire = ({
  id,
  username,
  level,
  status,
  profiles,
  datasets,
}: PowerUserRecord): z.infer<typeof powerUserSchema> => ({
  ...{ id, username, level, status, profiles },
  datasets: datasets.map(({ name, validFrom, validUntil }) => ({
    name,
    ...validity({ validFrom, validUntil }),
  })),
});

export const overviewWire = ({
  powerUser,
  recap,
  datasets,
}: PowerUserOverview): z.infer<typeof powerUserOverviewSchema> => ({
  ...powerUserWire(powerUser),
  datasets: datasets.map((dataset) => ({ ...datasetWire(dataset), ...validity(dataset) })),
  recap: recapWire(recap),
});

const validity = (held: { validFrom: number | null; validUntil: number | null }) => ({
  valid_from: momentOf(held.validFrom),
  valid_until: momentOf(held.validUntil),
});
