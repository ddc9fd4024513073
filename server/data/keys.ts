/** The folded texts that people and courses are sorted and searched by; every writer of these rows uses them. */
import { fold } from '../../shared/fold.ts';

export interface PersonNames {
  readonly firstName: string;
  readonly lastName: string;
  readonly username: string;
  readonly email: string | null;
}

/** Sorted by last name. Searched line by line: full name, username, e-mail, so that a match never spans two. */
export function personKeys({ firstName, lastName, username, email }: PersonNames): {
  nameKey: string;
  searchKey: string;
} {
  return {
    nameKey: fold(`${lastName} ${firstName}`.trim() || username),
    searchKey: fold([fullName(firstName, lastName, username), username, email ?? ''].join('\n')),
  };
}

/** As shown: first then last name, or the username of somebody without either. */
export const fullName = (firstName: string, lastName: string, username: string): string =>
  `${firstName} ${lastName}`.trim() || username;

/** Searched line by line: name, code. */
export function courseKeys({ name, code }: { name: string; code: string | null }): {
  nameKey: string;
  searchKey: string;
} {
  return { nameKey: fold(name), searchKey: fold(`${name}\n${code ?? ''}`) };
}
