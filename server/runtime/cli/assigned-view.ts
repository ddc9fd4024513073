/** How the pages, menus and named resources of a power user are shown. */
import type { AssignedRecord } from '../../command/assigned-record.ts';

export const assignedWire = ({ username, pages, menus, resources }: AssignedRecord) => ({
  username,
  pages,
  menus,
  resources,
});

/** A line for each of what there is; none where nothing is assigned. */
export function assignedLines({ pages, menus, resources }: AssignedRecord): string[] {
  const parts: readonly [string, readonly string[]][] = [
    ['Pages', pages],
    [
      'Menus',
      menus.map(({ name, pages: brought }) => `${name} (${brought.join(', ') || 'empty'})`),
    ],
    ['Resources', resources.map(({ kind, key, name }) => `${kind} ${key} (${name})`)],
  ];
  return parts.flatMap(([title, all]) => (all.length === 0 ? [] : [`${title}: ${all.join(', ')}`]));
}
