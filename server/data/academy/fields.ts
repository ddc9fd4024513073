/** Additional fields of people: two that anybody may see, and a pay band that takes a permission of its own. */
import { fold } from '../../../shared/fold.ts';
import type { Person } from './people.ts';
import type { Rank } from './posts.ts';
import { randomFor } from './random.ts';
import type { Numbered, RowOf } from './rows.ts';

export const userFieldRows: readonly Numbered<'userFields'>[] = [
  { id: 1, key: 'job_title', name: 'Job title', invisible: false },
  { id: 2, key: 'cost_centre', name: 'Cost centre', invisible: false },
  { id: 3, key: 'pay_band', name: 'Pay band', invisible: true },
];

const bandByRank: Readonly<Record<Rank, number>> = {
  director: 9,
  site_manager: 7,
  lead: 5,
  worker: 2,
};

/** By field id; null where the record has a gap. */
function valuesOf(person: Person): readonly [fieldId: number, value: string | null][] {
  const { row, company, workplace, rank, title } = person;
  const random = randomFor(`fields ${row.key}`);
  const code = company.code.toUpperCase();
  const gap = rank === 'worker' && random.chance(0.03);
  return [
    [1, title],
    [2, gap ? null : `${code}-${4000 + workplace.branchId * 10}`],
    [3, `${code} band ${bandByRank[rank] + random.whole(0, 1)}`],
  ];
}

export const fieldValueRows = (people: readonly Person[]): RowOf<'userFieldValues'>[] =>
  people.flatMap((person) =>
    valuesOf(person).flatMap(([fieldId, value]) =>
      value === null ? [] : [{ userId: person.row.id, fieldId, value, valueKey: fold(value) }],
    ),
  );
