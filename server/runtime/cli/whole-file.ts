/** Writes a file that is there whole or not at all, whatever kills the process meanwhile (T-43). */
import { createHash, randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Refusal } from '../../../shared/refusal.ts';
import type { ExportPart } from '../../command/write-export.ts';

export interface Written {
  readonly rows: number;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Under a name of its own beside the target, brought to the disk, then renamed: until the rename the target is what
 * it was, and after a failure nothing is left behind.
 * @throws Refusal `unprocessable` for a place that can't be written to; whatever the parts throw.
 */
export async function writeWhole(path: string, parts: AsyncIterable<ExportPart>): Promise<Written> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomUUID()}.part`);
  const file = await open(temporary, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    throw new Refusal('unprocessable', `--out: ${cause.message}`, { cause });
  });
  try {
    const hash = createHash('sha256');
    let rows = 0;
    let bytes = 0;
    for await (const part of parts) {
      const chunk = Buffer.from(part.text, 'utf8');
      hash.update(chunk);
      rows += part.rows;
      bytes += chunk.byteLength;
      await file.writeFile(chunk);
    }
    await file.sync();
    await file.close();
    await rename(temporary, path);
    await syncFolder(folder);
    return { rows, bytes, sha256: hash.digest('hex') };
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

/** The rename itself is only safe on the disk once the folder is. Not every system opens folders. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
