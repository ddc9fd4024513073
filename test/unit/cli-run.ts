/** Runs the command line on a database file of its own: in this process, or as the real executable in another. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { run } from '../../server/runtime/cli/program.ts';

const rootPath = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const node = rootPath('node_modules/.bin/node');
export const cli = rootPath('server/runtime/cli.ts');

/** Good enough to start with, and told to nobody. */
export const settings = {
  AMBIT_ISSUER: 'http://localhost:8080',
  AMBIT_SECRET: 'Zk2vR8nXq5LwT1yHs9JdC4mPb7GfUa3Ee6QoVi0KtNx',
};

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Bench {
  readonly folder: string;
  /** `file:` and the path. */
  readonly url: string;
  /** What the commands find in their environment: settings, and the database. */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs `ambit` with these words. */
  ambit(...words: string[]): Promise<Run>;
  /** Under another environment. */
  ambitWith(environment: Readonly<Record<string, string>>, ...words: string[]): Promise<Run>;
  /** What it answers as JSON; throws with its error text when it does not end well. */
  json(...words: string[]): Promise<ReturnType<typeof JSON.parse>>;
  /** Runs the executable in a process of its own. */
  spawn(...words: string[]): Promise<Run>;
  close(): void;
}

export function openBench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-cli-'));
  const url = `file:${join(folder, 'ambit.db')}`;
  const environment = { ...settings, AMBIT_DB: url };
  const ambit = (...words: string[]) => runHere(environment, words);
  return {
    folder,
    url,
    environment,
    ambit,
    ambitWith: (other, ...words) => runHere(other, words),
    async json(...words) {
      const { code, out, err } = await ambit(...words, '--json');
      if (code !== 0) throw new Error(err);
      return JSON.parse(out);
    },
    spawn: (...words) => runThere(environment, folder, words),
    close: () => rmSync(folder, { recursive: true }),
  };
}

async function runHere(
  environment: Readonly<Record<string, string>>,
  words: readonly string[],
): Promise<Run> {
  for (const name of ['AMBIT_DB', 'AMBIT_ISSUER', 'AMBIT_SECRET']) {
    vi.stubEnv(name, environment[name]);
  }
  const out = capture(process.stdout);
  const err = capture(process.stderr);
  try {
    return { code: await run(words), out: out.text(), err: err.text() };
  } finally {
    out.restore();
    err.restore();
    vi.unstubAllEnvs();
  }
}

function capture(stream: NodeJS.WriteStream) {
  const parts: string[] = [];
  const spy = vi.spyOn(stream, 'write').mockImplementation((part, ...rest: unknown[]) => {
    parts.push(String(part));
    const done = rest.at(-1);
    if (typeof done === 'function') done();
    return true;
  });
  return { text: () => parts.join(''), restore: () => spy.mockRestore() };
}

const runThere = (
  environment: Readonly<Record<string, string>>,
  cwd: string,
  words: readonly string[],
): Promise<Run> =>
  new Promise((resolve) => {
    const options = { env: { ...environment, HOME: cwd }, cwd, maxBuffer: 1e8 };
    const child = execFile(node, [cli, ...words], options, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
