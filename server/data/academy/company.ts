/** What a customer company is: where it works, who works there, and the string that gives its people away. */
import type { NameLanguage } from './names.ts';

/** What a department does all day, which decides the courses that it needs. */
export type Work = 'workshop' | 'food' | 'warehouse' | 'driving' | 'care' | 'office';

export interface Department {
  readonly name: string;
  readonly work: Work;
  /** Its share of the company's people, against the other departments' shares. */
  readonly weight: number;
  readonly titles: readonly string[];
}

export interface Company {
  /** Starts the key of everything that belongs to the company. */
  readonly code: string;
  readonly name: string;
  /** Stands in the username and e-mail of each of its people and of nobody else's: where it shows, they show. */
  readonly domain: string;
  readonly people: number;
  readonly utcOffsetHours: number;
  readonly languages: Readonly<Partial<Record<NameLanguage, number>>>;
  readonly sites: readonly { readonly name: string; readonly departments: readonly Department[] }[];
}

export const department = (
  name: string,
  work: Work,
  weight: number,
  titles: readonly string[],
): Department => ({ name, work, weight, titles });
