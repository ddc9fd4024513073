/** A file that is there whole or not at all, whatever happens to whoever writes it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeWhole } from '../../server/runtime/cli/whole-file.ts';
import { node } from './cli-run.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ambit-file-'));
  path = join(folder, 'out.csv');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function* three(fail: boolean) {
  yield { text: 'né,1\r\n', rows: 1 };
  yield { text: 'b,2\r\nc,3\r\n', rows: 2 };
  if (fail) throw new Error('the stream broke');
}

it('T-43 counts rows, bytes and digest, and leaves nothing else behind', async () => {
  const written = await writeWhole(path, three(false));
  expect(written).toEqual({
    rows: 3,
    bytes: 17,
    sha256: 'b227345e8b670050dbf8ca86f6bef891dacdd0cab3d25c5b96d8dcdac505eea1',
  });
  expect(readFileSync(path, 'utf8')).toBe('né,1\r\nb,2\r\nc,3\r\n');
  expect(readdirSync(folder)).toEqual(['out.csv']);
  // What is in it is personal: nobody else on the machine reads it.
  expect(statSync(path).mode & 0o077).toBe(0);
});

it('T-43 leaves the older file when the stream breaks, and nothing else', async () => {
  writeFileSync(path, 'older');
  await expect(writeWhole(path, three(true))).rejects.toThrow('the stream broke');
  expect(readFileSync(path, 'utf8')).toBe('older');
  expect(readdirSync(folder)).toEqual(['out.csv']);
});

it('T-43 leaves the older file when the process is killed while it writes', async () => {
  writeFileSync(path, 'older');
  const whole = new URL('../../server/runtime/cli/whole-file.ts', import.meta.url);
  const program = `import { writeWhole } from ${JSON.stringify(fileURLToPath(whole))};
    async function* endless() {
      for (;;) { yield { text: 'x'.repeat(65536), rows: 1 }; process.stdout.write('.'); }
    }
    await writeWhole(${JSON.stringify(path)}, endless());`;
  const child = spawn(node, ['--input-type=module', '-e', program], { stdio: 'pipe' });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(readFileSync(path, 'utf8')).toBe('older');
  const left = readdirSync(folder).filter((name) => name !== 'out.csv');
  expect(left).toHaveLength(1);
  expect(statSync(join(folder, left[0] ?? '')).size).toBeGreaterThan(0);
});
