/** The sample academy with a word planted in whatever belongs to one company, so that a leak can be searched for. */
import { type Academy, buildAcademy } from '../../server/data/academy/academy.ts';
import { companies } from '../../server/data/academy/companies.ts';
import type { AcademyRows, RowOf } from '../../server/data/academy/rows.ts';
import { personKeys } from '../../server/data/keys.ts';

/** 2026-11-21T22:15:31Z. */
export const noon = 1_795_299_331;

/** The companies; only three have a portal. */
export const codes: readonly string[] = companies.map(({ code }) => code);

/** Stands in names, fields and codes of one company's people and nowhere else: where it shows, they show. */
export const canaryOf = (code: string): string => `zq${code}qz`;

/** The companies' codes start the keys of whatever is theirs. */
export const codeOf = (key: string): string | undefined =>
  codes.find((code) => key === code || key.startsWith(`${code}-`));

const marked = (text: string, key: string): string => {
  const code = codeOf(key);
  return code === undefined ? text : `${text} ${canaryOf(code)}`;
};

function markedUser(user: RowOf<'users'>): RowOf<'users'> {
  const names = {
    username: user.username,
    email: user.email ?? null,
    firstName: user.firstName ?? '',
    lastName: marked(user.lastName ?? '', user.key),
  };
  return { ...user, ...names, ...personKeys(names) };
}

function plantCanaries(rows: AcademyRows): AcademyRows {
  const keyOf = new Map(rows.users.map(({ id, key }) => [id, key]));
  const ownedBy = (userId: number, text: string) => marked(text, keyOf.get(userId) ?? '');
  return {
    ...rows,
    users: rows.users.map(markedUser),
    branches: rows.branches.map((row) => ({ ...row, name: marked(row.name, row.key) })),
    groups: rows.groups.map((row) => ({ ...row, name: marked(row.name, row.key) })),
    userFieldValues: rows.userFieldValues.map(({ userId, value, valueKey, fieldId }) => ({
      userId,
      fieldId,
      value: ownedBy(userId, value),
      valueKey: ownedBy(userId, valueKey),
    })),
    certificates: rows.certificates.map((row) => ({
      ...row,
      code: ownedBy(row.userId, row.code ?? ''),
    })),
    externalTrainings: rows.externalTrainings.map((row) => ({
      ...row,
      name: ownedBy(row.userId, row.name),
    })),
  };
}

/** Its portals get their pages' origins from the stage, so none is here. */
export function plantedAcademy(): Academy {
  const academy = buildAcademy({ nowSeconds: noon, origins: [] });
  return { ...academy, rows: plantCanaries(academy.rows) };
}
