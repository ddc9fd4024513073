/** What every check of the authority is given: what is to be, what is known of it, and whom to tell. */
import type { FileName } from './file.ts';
import type { Wanted, WantedRow } from './wanted.ts';

/** What is wrong with a row, and in which column. */
export type Tell = (file: FileName, row: WantedRow, column: string | null, reason: string) => void;

export interface CheckOptions {
  /** Lets new rules use placeholders such as `{power_user.gender}`. */
  readonly allowSensitive: boolean;
}

/** What the database knows of what the rows name. */
export interface Known {
  /** Levels of people by id. */
  readonly people: ReadonlyMap<string, string>;
  /** `kind id` of whatever items name. */
  readonly items: ReadonlySet<string>;
  readonly fields: ReadonlySet<string>;
}

export interface Checked {
  readonly wanted: Wanted;
  readonly known: Known;
  readonly options: CheckOptions;
  readonly tell: Tell;
  /** What stands already may stay as it is. */
  readonly isNew: (file: FileName, row: WantedRow) => boolean;
}

/** The parts of a cell that is a list. */
export const listOf = (text = ''): string[] => (text === '' ? [] : text.split('|'));
