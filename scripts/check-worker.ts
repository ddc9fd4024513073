/** Refuses a Worker bundle that needs Node: what the core and its packages import must exist everywhere. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

const file = fileURLToPath(new URL('../dist/worker/worker.js', import.meta.url));
const source = readFileSync(file, 'utf8');
const { staticImports, dynamicImports } = parseSync(file, source).module;

const imported = [
  ...staticImports.map((found) => found.moduleRequest.value),
  // A dynamic import of the bundle's own is inlined; what is left names its module in quotes.
  ...dynamicImports.map(({ moduleRequest: { start, end } }) => source.slice(start + 1, end - 1)),
  // What CommonJS packages still call for, after bundling.
  ...[...source.matchAll(/\b__require\d*\("([^"]+)"\)/g)].map(([, name = '']) => name),
];
const foreign = imported.filter((name) => !name.startsWith('cloudflare:'));

if (foreign.length > 0) {
  console.error(`The Worker needs what Workers lack: ${[...new Set(foreign)].join(', ')}`);
  process.exitCode = 1;
} else {
  console.log(
    `The Worker needs nothing but Web standards (${Math.round(source.length / 1024)} KiB).`,
  );
}
