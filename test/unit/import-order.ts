/** The one-way order of imports, and a reader of sources that finds every breach of it. */
import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { parseSync } from 'vite';

/** Inside server, a folder imports from itself and from those before it. */
const serverOrder = [
  'data',
  'scope',
  'token',
  'report',
  'export',
  'command',
  'connect',
  'http',
  'runtime',
] as const;

const serverFolders = serverOrder.map((folder) => `server/${folder}`);

/** The customer's portal of the demonstration: outside the house but for the module that portals install. */
const demoRoom = 'demo';

/** Each room, and the rooms that it may import from. What isn't listed here has no room. */
const mayImport = new Map<string, readonly string[]>([
  ['shared', ['shared']],
  ['widget', ['widget', 'shared']],
  ...serverFolders.map(
    (room, at) => [room, ['shared', ...serverFolders.slice(0, at + 1)]] as const,
  ),
  ['server/runtime', ['shared', ...serverFolders, demoRoom]],
  [demoRoom, [demoRoom, 'server/token/host.ts']],
]);

/** The only rooms that may know which machine they run on, and the packages that know it too. */
const runtimeRooms = ['server/runtime', demoRoom];
const runtimePackages = ['@hono/node-server', 'cli-progress', 'commander', 'libsql'];

export interface Breach {
  file: string;
  specifier: string;
  reason: string;
}

function roomOf(file: string): string | undefined {
  return [...mayImport.keys()].find((room) => file.startsWith(`${room}/`));
}

/** Every specifier that a module names: imports, re-exports, `import()` and types of `import()`. */
function specifiersIn(file: string, source: string): string[] {
  const { program, errors } = parseSync(file, source);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, source: named } = node as { type?: string; source?: { value?: unknown } | null };
    const namesModule = type !== undefined && /^(Import|Export|TSImportType)/.test(type);
    if (namesModule && typeof named?.value === 'string') found.push(named.value);
    Object.values(node).forEach(visit);
  };
  visit(program);
  return found;
}

function reasonAgainst(file: string, room: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) {
    const knowsMachine =
      isBuiltin(specifier) ||
      specifier.startsWith('cloudflare:') ||
      runtimePackages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
    const mayKnow = !knowsMachine || runtimeRooms.includes(room);
    return mayKnow ? undefined : `only ${runtimeRooms.join(' and ')} may import it`;
  }
  const target = posix.join(posix.dirname(file), specifier);
  const allowed = mayImport.get(room) ?? [];
  if (allowed.some((name) => target === name || target.startsWith(`${name}/`))) return undefined;
  return `${room} may import from ${allowed.join(', ')} alone`;
}

/**
 * What one module imports against the order. Pure: the file is a path from the root of the project
 * with forward slashes, and need not exist.
 */
export function breachesIn(file: string, source: string): Breach[] {
  const room = roomOf(file);
  if (!room) return [{ file, specifier: '', reason: 'the file stands in no room' }];
  return specifiersIn(file, source).flatMap((specifier) => {
    const reason = reasonAgainst(file, room, specifier);
    return reason ? [{ file, specifier, reason }] : [];
  });
}

/** Reads the whole house under `root` and gives each breach of the order. */
export function breachesUnder(root: string): { files: number; breaches: Breach[] } {
  const files = globSync('{shared,server,widget,demo}/**/*.ts', { cwd: root });
  const breaches = files.flatMap((file) =>
    breachesIn(file.replaceAll('\\', '/'), readFileSync(posix.join(root, file), 'utf8')),
  );
  return { files: files.length, breaches };
}
