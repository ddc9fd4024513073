/** Groups: each company's own, and two that reach across companies. */
import { secondsPerDay } from '../../../shared/time.ts';
import { companies } from './companies.ts';
import type { Person } from './people.ts';
import { randomFor } from './random.ts';
import type { Numbered, RowOf } from './rows.ts';

/** How long somebody counts as new. */
const newStarterDays = 120;

type Belongs = (person: Person, nowSeconds: number) => boolean;

interface GroupSpec {
  readonly key: string;
  readonly name: string;
  readonly automatic: boolean;
  readonly belongs: Belongs;
}

/** Shifts run where something is made, moved or looked after. */
function shiftOf({ row, rank, workplace }: Person): 'early' | 'late' | null {
  if (rank !== 'worker' || workplace.department.work === 'office') return null;
  return randomFor(`shift ${row.key}`).chance(0.55) ? 'early' : 'late';
}

/** Volunteers, so that every company has some. */
export const isFirstAider = ({ row, rank }: Person): boolean =>
  rank !== 'director' && randomFor(`first aider ${row.key}`).chance(0.1);

export const leadsOthers = ({ rank }: Person): boolean => rank !== 'worker';

const acrossCompanies: readonly GroupSpec[] = [
  { key: 'first-aiders', name: 'First aiders', automatic: false, belongs: isFirstAider },
  {
    key: 'new-starters',
    name: 'New starters',
    automatic: true,
    belongs: ({ hiredAt }, nowSeconds) => hiredAt > nowSeconds - newStarterDays * secondsPerDay,
  },
];

const ofCompanies: readonly GroupSpec[] = companies.flatMap(({ code, name }) => {
  const own = (belongs: Belongs): Belongs => {
    return (person, nowSeconds) => person.company.code === code && belongs(person, nowSeconds);
  };
  const manual = (what: string, title: string, belongs: Belongs): GroupSpec => ({
    key: `${code}-${what}`,
    name: `${name}: ${title}`,
    automatic: false,
    belongs: own(belongs),
  });
  return [
    manual('early', 'early shift', (person) => shiftOf(person) === 'early'),
    manual('late', 'late shift', (person) => shiftOf(person) === 'late'),
    { ...manual('leads', 'line managers', leadsOthers), automatic: true },
  ];
});

export function buildGroups(people: readonly Person[], nowSeconds: number) {
  const groups: Numbered<'groups'>[] = [];
  const groupMembers: RowOf<'groupMembers'>[] = [];
  for (const { key, name, automatic, belongs } of [...acrossCompanies, ...ofCompanies]) {
    const groupId = groups.length + 1;
    groups.push({ id: groupId, key, name, automatic });
    for (const person of people) {
      if (belongs(person, nowSeconds)) groupMembers.push({ groupId, userId: person.row.id });
    }
  }
  return { groups, groupMembers };
}
