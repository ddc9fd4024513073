/** What a page may weigh, gzipped. Vite's manifest says which chunks come with which, whatever their hashes. */
import { readFileSync } from 'node:fs';

interface Chunk {
  file: string;
  isEntry?: boolean;
  isDynamicEntry?: boolean;
  imports?: string[];
}

const folder = 'dist/widget';
const manifest: Record<string, Chunk> = JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8'));

/** The files that arrive when one of these modules is loaded: its own, and those it imports at once. */
function filesOf(keys: string[], found = new Set<string>()): Set<string> {
  for (const key of keys) {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`${folder}/manifest.json knows no ${key}`);
    if (found.has(chunk.file)) continue;
    found.add(chunk.file);
    filesOf(chunk.imports ?? [], found);
  }
  return found;
}

function keysWhere(test: (key: string, chunk: Chunk) => boolean): string[] {
  return Object.entries(manifest)
    .filter(([key, chunk]) => test(key, chunk))
    .map(([key]) => key);
}

const eager = filesOf(
  keysWhere(
    (key, chunk) =>
      chunk.isEntry === true ||
      (chunk.isDynamicEntry === true && /^widget\/(report|table|session)\//.test(key)),
  ),
);
const onDemand = filesOf(
  keysWhere((key, chunk) => chunk.isDynamicEntry === true && key.startsWith('widget/dashboard/')),
);

const budget = (name: string, files: Iterable<string>, limit: string) => ({
  name,
  path: [...files].filter((file) => file.endsWith('.js')).map((file) => `${folder}/${file}`),
  limit,
  gzip: true,
});

export default [
  budget('what every page loads: loader, session, report table', eager, '35 KB'),
  budget(
    'charts, on demand and on top of that',
    [...onDemand].filter((file) => !eager.has(file)),
    '25 KB',
  ),
];
