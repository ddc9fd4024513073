/** A bundle in a folder: its files as streams, and how many bytes they have, for a progress bar. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { BundleFiles } from '../connect/bundle/import-bundle.ts';

/** Larger blocks than the default, since every block costs a turn of the event loop. */
const blockBytes = 256 * 1024;

export interface BundleFolder {
  readonly files: BundleFiles;
  readonly bytes: number;
}

/**
 * Every file of the folder but hidden ones, so that a misspelt name is told rather than passed over.
 * @throws the file system's error where the folder can't be read.
 */
export async function openBundleFolder(folder: string): Promise<BundleFolder> {
  const entries = await readdir(folder);
  const visible = entries.filter((name) => !name.startsWith('.')).sort();
  const stats = await Promise.all(visible.map((name) => stat(join(folder, name))));
  const files = new Map<string, () => ReadableStream<Uint8Array>>();
  let bytes = 0;
  for (const [at, name] of visible.entries()) {
    const found = stats[at];
    if (!found?.isFile()) continue;
    bytes += found.size;
    files.set(name, () => read(join(folder, name)));
  }
  return { files, bytes };
}

const read = (path: string): ReadableStream<Uint8Array> =>
  Readable.toWeb(
    createReadStream(path, { highWaterMark: blockBytes }),
  ) as ReadableStream<Uint8Array>;
