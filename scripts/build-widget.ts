/** Builds the widget when dist/widget is missing or older than what it is made of; `--force` always does. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { headersFile } from '../server/runtime/widget-headers.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = ['widget/**/*', 'shared/**/*.ts', 'vite.config.ts', 'package-lock.json'];
const product = 'dist/widget/ambit.js';

/** Milliseconds since the epoch of the youngest of these files, or 0 when there are none. */
function youngest(patterns: string[]): number {
  const files = globSync(patterns, { cwd: root });
  return Math.max(
    0,
    ...files.map((file) => statSync(new URL(`../${file}`, import.meta.url)).mtimeMs),
  );
}

const isCurrent = youngest([product]) > youngest(sources);
if (isCurrent && !process.argv.includes('--force')) {
  console.log('The widget is up to date.');
} else {
  await build({ root, logLevel: 'warn' });
  console.log('The widget is built: dist/widget/ambit.js');
}

// Static assets on Workers get their headers from a file among them; without, no page of another origin may load them.
writeFileSync(`${root}dist/widget/_headers`, headersFile());

/** By path within the folder: what a page writes into `integrity` when it pins a release. */
const digests = globSync('**/*.js', { cwd: `${root}dist/widget` })
  .toSorted()
  .map((path) => {
    const digest = createHash('sha384').update(readFileSync(`${root}dist/widget/${path}`));
    return [path, `sha384-${digest.digest('base64')}`];
  });
const integrity = JSON.stringify(Object.fromEntries(digests), null, 2);
writeFileSync(`${root}dist/widget/integrity.json`, `${integrity}\n`);
