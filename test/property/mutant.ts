/** Makes broken copies of server/scope in `.mutants/`, and loads them in place of the real one. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Judged } from './ask.ts';
import type { Mutation } from './mutations.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scope = `${root}server/scope`;

/** The source with its mutation; null when the piece to replace is no longer there. */
export function mutated(mutation: Mutation): string | null {
  const source = readFileSync(`${scope}/${mutation.file}`, 'utf8');
  if (!source.includes(mutation.find)) return null;
  return source.replace(mutation.find, () => mutation.replace);
}

/**
 * The copy shares the real data room, so that tables and databases are the same objects.
 * @param place a folder of `.mutants/` that is this mutant's alone; `dropMutant` removes it
 */
export async function loadMutant(mutation: Mutation, place: string): Promise<Judged> {
  const source = mutated(mutation);
  if (source === null) throw new RangeError(`${mutation.file} has no ${mutation.find}`);
  const folder = `${root}.mutants/${place}`;
  mkdirSync(folder, { recursive: true });
  cpSync(scope, folder, { recursive: true });
  writeFileSync(`${folder}/${mutation.file}`, source);
  for (const file of readdirSync(folder)) {
    const text = readFileSync(`${folder}/${file}`, 'utf8');
    writeFileSync(`${folder}/${file}`, text.replaceAll("'../data/", "'../../server/data/"));
  }
  const load = (file: string) => import(/* @vite-ignore */ pathToFileURL(`${folder}/${file}`).href);
  const [{ resolveScope }, { compileScope }, { planGifts }] = await Promise.all([
    load('resolve.ts'),
    load('sql.ts'),
    load('automation.ts'),
  ]);
  return { resolveScope, compileScope, planGifts };
}

export const dropMutant = (place: string): void =>
  rmSync(`${root}.mutants/${place}`, { recursive: true, force: true });
