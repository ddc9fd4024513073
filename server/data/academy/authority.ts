/** Three portals: for each its supervisor with a profile and datasets, and its site with a ceiling. */
import { secondsPerDay } from '../../../shared/time.ts';
import { companies } from './companies.ts';
import { all, buildDatasets, type DatasetSpec, type Nameable, none, only } from './datasets.ts';
import { type ProfileName, profileId, profilePermissionRows, profileRows } from './profiles.ts';
import type { RowOf } from './rows.ts';
import { type Supervisor, supervisors } from './supervisors.ts';

/** A portal as the academy knows it. Keys for its site are made once the academy is in a database. */
export interface Customer {
  readonly company: string;
  readonly companyCode: string;
  readonly siteId: string;
  /** Stands in the data of this company's people and in nobody else's. */
  readonly canary: string;
  readonly supervisors: readonly {
    readonly username: string;
    readonly name: string;
    readonly title: string;
  }[];
}

interface Portal {
  readonly siteId: string;
  readonly supervisor: Supervisor;
  readonly profile: ProfileName;
  readonly datasets: readonly (DatasetSpec & { readonly validDays?: number })[];
}

/** The whole of a company, and nobody else. */
const wholeCompany = (name: string, code: string): DatasetSpec => ({
  name,
  people: only(['branch', code]),
  courses: all,
  plans: all,
});

const portals: readonly Portal[] = [
  {
    siteId: 'fjordlys',
    supervisor: supervisors.fjordlys,
    profile: 'Supervisor: view and export',
    datasets: [wholeCompany('Everybody at Fjordlys', 'fjl')],
  },
  {
    siteId: 'molino-aurelia',
    supervisor: supervisors.molino,
    profile: 'Supervisor: view and export',
    // They overlap in people and in courses, and never combine. The first reaches into other companies,
    // whose first aiders the site's ceiling keeps out.
    datasets: [
      {
        name: 'Early shift and first aiders: safety',
        people: only(['group', 'mau-early'], ['group', 'first-aiders']),
        courses: only(['category', 'safety']),
        plans: none,
      },
      {
        name: 'Valencia plant: leadership',
        people: only(['branch', 'mau-2']),
        courses: only(['category', 'leadership']),
        plans: only(['plan', '76']),
        validDays: 240,
      },
    ],
  },
  {
    siteId: 'qamar',
    supervisor: supervisors.qamar,
    profile: 'Supervisor: view only',
    datasets: [wholeCompany('Everybody at Qamar', 'qml')],
  },
];

function companyOf({ supervisor }: Portal) {
  const company = companies.find(({ code }) => code === supervisor.company);
  if (!company) throw new RangeError(`No company ${supervisor.company}`);
  return company;
}

export const customers: readonly Customer[] = portals.map((portal) => {
  const { username, firstName, lastName, title } = portal.supervisor;
  const { name, code, domain } = companyOf(portal);
  return {
    company: name,
    companyCode: code,
    siteId: portal.siteId,
    canary: domain,
    supervisors: [{ username, name: `${firstName} ${lastName}`, title }],
  };
});

/** Ceilings come first among the datasets: the n-th is that of the n-th portal. */
const ceilings = portals.map((portal) => {
  const { name, code } = companyOf(portal);
  return wholeCompany(`Ceiling: ${name}`, code);
});

export function buildAuthority(nameable: Nameable, nowSeconds: number, origins: readonly string[]) {
  const specs = [...ceilings, ...portals.flatMap(({ datasets }) => datasets)];
  const powerUser = ({ supervisor }: Portal): number => {
    const id = nameable.users.find(({ username }) => username === supervisor.username)?.id;
    if (id === undefined) throw new RangeError(`No user ${supervisor.username}`);
    return id;
  };
  return {
    ...buildDatasets(specs, nameable),
    profiles: profileRows,
    profilePermissions: profilePermissionRows,
    grants: portals.map(
      (portal): RowOf<'grants'> => ({
        powerUserId: powerUser(portal),
        profileId: profileId(portal.profile),
        grantedAt: nowSeconds,
      }),
    ),
    datasetAssignments: portals.flatMap((portal) =>
      portal.datasets.map(
        (spec): RowOf<'datasetAssignments'> => ({
          powerUserId: powerUser(portal),
          datasetId: specs.indexOf(spec) + 1,
          validFrom: null,
          validUntil: spec.validDays ? nowSeconds + spec.validDays * secondsPerDay : null,
        }),
      ),
    ),
    sites: portals.map(
      (portal, at): RowOf<'sites'> => ({
        id: portal.siteId,
        name: `${companyOf(portal).name} portal`,
        active: true,
        ceilingDatasetId: at + 1,
      }),
    ),
    siteOrigins: portals.flatMap(({ siteId }) => origins.map((origin) => ({ siteId, origin }))),
  };
}
