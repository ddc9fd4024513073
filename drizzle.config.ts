/** Where drizzle-kit finds the tables and writes migrations: `npx drizzle-kit generate --name <what>`. */
import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'sqlite',
  schema: './server/data/schema/index.ts',
  out: './server/data/migrations',
});
