/** Turns a file's bytes into blocks of text: UTF-8 and nothing else, so that no name is ever imported garbled. */
import { Unreadable } from './finding.ts';

const signatures: readonly { bytes: readonly number[]; name: string }[] = [
  { bytes: [0xff, 0xfe], name: 'UTF-16' },
  { bytes: [0xfe, 0xff], name: 'UTF-16' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], name: 'a ZIP archive or an Excel workbook' },
  { bytes: [0x1f, 0x8b], name: 'compressed with gzip' },
];

const byteOrderMark = [0xef, 0xbb, 0xbf];
const longestSignature = 4;
const lineFeed = 10;

/** How much memory one undecodable tail may take: no character of UTF-8 is longer. */
const longestCharacter = 4;

/**
 * Yields the text of a stream in blocks that end between two characters, without the byte order mark.
 * @throws Unreadable with its line for UTF-16 and other formats, NUL bytes, and bytes that aren't UTF-8.
 */
export async function* textBlocks(
  stream: ReadableStream<Uint8Array>,
  onBytes: (count: number) => void,
): AsyncGenerator<string> {
  let line = 1;
  for await (const block of characterBlocks(withoutMark(chunksOf(stream, onBytes)))) {
    if (block.includes(0))
      throw new Unreadable(line + linesBefore(block, block.indexOf(0)), 'a NUL byte');
    yield decode(block, line);
    line += linesBefore(block, block.length);
  }
}

async function* chunksOf(
  stream: ReadableStream<Uint8Array>,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      onBytes(next.value.length);
      yield next.value;
    }
  } finally {
    // Whoever stops early lets go of the file.
    await reader.cancel();
  }
}

/** Looks at the first bytes, however small the chunks are, and takes the byte order mark away. */
async function* withoutMark(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of chunks) {
    if (!head) {
      yield chunk;
      continue;
    }
    head = concat(head, chunk);
    if (head.length < longestSignature) continue;
    yield bodyOf(head);
    head = undefined;
  }
  if (head && head.length > 0) yield bodyOf(head);
}

function bodyOf(head: Uint8Array): Uint8Array {
  const starts = (bytes: readonly number[]) => bytes.every((byte, at) => head[at] === byte);
  const known = signatures.find(({ bytes }) => starts(bytes));
  // A header's first two characters are ASCII: one zero among their bytes is UTF-16 without its mark.
  const name = known?.name ?? ((head[0] === 0) !== (head[1] === 0) ? 'UTF-16' : undefined);
  if (name) throw new Unreadable(1, `the file is ${name}; CSV in UTF-8 is needed`);
  return starts(byteOrderMark) ? head.subarray(byteOrderMark.length) : head;
}

/** Cuts between characters: each block ends before the last byte that begins one, or after it if it is ASCII. */
async function* characterBlocks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? concat(rest, chunk) : chunk;
    const cut = lastBoundary(bytes);
    if (cut > 0) yield bytes.subarray(0, cut);
    rest = bytes.slice(cut);
  }
  if (rest.length > 0) yield rest;
}

function lastBoundary(bytes: Uint8Array): number {
  for (let at = bytes.length - 1; at >= Math.max(0, bytes.length - longestCharacter); at--) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) return at + 1;
    if (byte >= 0xc0) return at;
  }
  // No character begins in the last four bytes: the text is broken, and decoding will say where.
  return bytes.length;
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

function linesBefore(bytes: Uint8Array, end: number): number {
  let count = 0;
  for (
    let at = bytes.indexOf(lineFeed);
    at !== -1 && at < end;
    at = bytes.indexOf(lineFeed, at + 1)
  ) {
    count++;
  }
  return count;
}

// A mark in the middle of a file is a character like any other, so the decoder must keep it.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(block: Uint8Array, firstLine: number): string {
  try {
    return decoder.decode(block);
  } catch {
    throw new Unreadable(firstLine + brokenLine(block), 'not valid UTF-8');
  }
}

/** How many lines stand before the first that can't be decoded. */
function brokenLine(block: Uint8Array): number {
  for (let line = 0, from = 0; ; line++) {
    const feed = block.indexOf(lineFeed, from);
    const end = feed === -1 ? block.length : feed;
    try {
      decoder.decode(block.subarray(from, end));
    } catch {
      return line;
    }
    if (feed === -1) return line;
    from = feed + 1;
  }
}
