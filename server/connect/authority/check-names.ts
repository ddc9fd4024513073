/** Names, descriptions, permissions and origins: written as they would be kept, and nothing unknown. */
import type { z } from 'zod';
import { isPermissionId } from '../../../shared/permission/catalogue.ts';
import { originSchema } from '../../command/origin.ts';
import { descriptionSchema, nameSchema, profileNameSchema } from '../../command/plain-text.ts';
import { withImplied } from '../../command/profile-permissions.ts';
import { quote } from '../bundle/finding.ts';
import { type Checked, listOf } from './checking.ts';
import type { FileName } from './file.ts';

/** A name must be written as it would be kept. */
export function checkNames({ wanted, tell, isNew }: Checked): void {
  const schemas: readonly (readonly [FileName, string, z.ZodType<string>])[] = [
    ['profiles', 'name', profileNameSchema],
    ['profiles', 'description', descriptionSchema],
    ['datasets', 'name', nameSchema],
    ['sites', 'name', nameSchema],
    ['automations', 'name', nameSchema],
  ];
  for (const [file, column, schema] of schemas) {
    for (const row of wanted[file]) {
      if (!isNew(file, row)) continue;
      const text = row.cells[column] ?? '';
      const read = schema.safeParse(text);
      if (!read.success)
        tell(file, row, column, read.error.issues.map(({ message }) => message).join('; '));
      else if (read.data !== text)
        tell(file, row, column, `would be kept as ${quote(read.data)}; write it so`);
    }
  }
  for (const row of wanted.profiles) {
    if (!isNew('profiles', row)) continue;
    const ids = listOf(row.cells.permissions);
    const strange = ids.filter((id) => !isPermissionId(id));
    for (const id of strange)
      tell('profiles', row, 'permissions', `there is no permission ${quote(id)}`);
    const lacks = [...withImplied(ids.filter(isPermissionId))].filter((id) => !ids.includes(id));
    if (strange.length === 0 && lacks.length > 0) {
      tell(
        'profiles',
        row,
        'permissions',
        `others bring these along, so name them: ${lacks.join(', ')}`,
      );
    }
  }
  for (const row of wanted.sites) {
    if (!isNew('sites', row)) continue;
    if (!/^[a-z0-9][a-z0-9_-]{0,62}$/.test(row.cells.id ?? '')) {
      tell('sites', row, 'id', 'has up to 63 lower-case letters, digits, - and _');
    }
    for (const origin of listOf(row.cells.origins)) {
      const read = originSchema.safeParse(origin);
      if (!read.success) tell('sites', row, 'origins', read.error.issues[0]?.message ?? '');
    }
  }
}
