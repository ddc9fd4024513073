/** Puts the SQL migrations beside the compiled server, where it looks for them. */
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const from = fileURLToPath(new URL('../server/data/migrations', import.meta.url));
const to = fileURLToPath(new URL('../dist/server/data/migrations', import.meta.url));
cpSync(from, to, { recursive: true });
