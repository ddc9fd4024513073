/** Training that people took elsewhere and reported. */
import { secondsPerDay } from '../../../shared/time.ts';
import { learningMoment } from './calendar.ts';
import type { Person } from './people.ts';
import { randomFor } from './random.ts';
import type { Numbered } from './rows.ts';

/** Name, provider, hours. */
const elsewhere = [
  ['Overhead crane operator', 'Vestland Lifting School', 24],
  ['Welding to ISO 9606-1', 'Nordvik Welding Institute', 40],
  ['Cleanroom conduct', 'Aichi Technical Centre', 8],
  ['Refrigerated transport', 'Gulf Road Institute', 12],
  ['Spanish for the workplace', 'Casa Lengua', 30],
  ['English for the workplace', 'Harbour Language School', 30],
  ['Dementia care, certificate', 'Pennine College', 60],
  ['Project management, foundation', 'Open Bridge Institute', 35],
  ['Spreadsheet modelling', 'Fernhill Evening School', 16],
  ['Allergens in the kitchen', 'Istituto Alimenta', 6],
] as const;

/** One person in eight has reported something; most of it has been approved. */
export function buildExternalTrainings(
  people: readonly Person[],
  nowSeconds: number,
): Numbered<'externalTrainings'>[] {
  const reported: Numbered<'externalTrainings'>[] = [];
  for (const { row, hiredAt, activeUntil, company } of people) {
    const random = randomFor(`elsewhere ${row.key}`);
    if (!random.chance(0.125) || activeUntil < nowSeconds) continue;
    const [name, provider, hours] = random.pick(elsewhere);
    const since = Math.max(hiredAt, nowSeconds - 500 * secondsPerDay);
    const finished = since + random.unit() * (nowSeconds - since);
    const completedAt = learningMoment(random, Math.round(finished), company.utcOffsetHours);
    reported.push({
      id: reported.length + 1,
      key: String(700 + reported.length),
      userId: row.id,
      name,
      provider,
      seconds: hours * 3600,
      status: random.pickWeighted(['approved', 'pending', 'rejected'] as const, (status) =>
        status === 'approved' ? 8 : 1,
      ),
      completedAt: Math.min(completedAt, nowSeconds),
      score: random.chance(0.3) ? random.whole(62, 99) : null,
    });
  }
  return reported;
}
