/** The folded text that rows with a name are sorted by, as several kinds derive it. */
import { fold } from '../../../../shared/fold.ts';
import type { Derived } from '../column.ts';

export const nameKey: Derived = {
  targets: ['name_key'],
  from: ['name'],
  make: ([name = '']) => [fold(name)],
};
