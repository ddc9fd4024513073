/** Puts beside the compiled code what it reads from there: the SQL migrations, and the files of the demo's portal. */
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
for (const folder of ['server/data/migrations', 'demo/portal/public']) {
  const from = fileURLToPath(new URL(folder, root));
  const to = fileURLToPath(new URL(`dist/${folder}`, root));
  cpSync(from, to, { recursive: true });
}
