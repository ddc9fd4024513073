/** The reader of CSV answers as the well-known library does, and tells the line of every record. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCsvScanner } from '../../server/connect/bundle/csv.ts';
import { Unreadable } from '../../server/connect/bundle/finding.ts';
import { textBlocks } from '../../server/connect/bundle/text-blocks.ts';
import { streamOf } from './import-world.ts';

interface Read {
  readonly records: string[][];
  readonly lines: number[];
  readonly error?: string;
}

/** Reads text that arrives cut at the given places. */
function read(text: string, cuts: readonly number[] = []): Read {
  const records: string[][] = [];
  const lines: number[] = [];
  const scanner = createCsvScanner((cells, line) => {
    records.push([...cells]);
    lines.push(line);
  });
  const places = [...new Set([0, ...cuts, text.length])].sort((a, b) => a - b);
  try {
    for (const [at, from] of places.entries()) scanner.push(text.slice(from, places[at + 1]));
    scanner.end();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { records, lines, error: `${error.line}: ${error.message}` };
  }
  return { records, lines };
}

/** What the library says of the same text; undefined where it refuses it. */
function library(text: string): string[][] | undefined {
  try {
    return parse(text, {
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    });
  } catch {
    return undefined;
  }
}

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const piece = fc.constantFrom('a', 'é', '👩', ',', ',', '"', '""', '\n', '\r\n', '\r', ' ', 'x1');
const wild = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
const cell = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), {
  minLength: 1,
  maxLength: 8,
});
const cuts = fc.array(fc.nat(200), { maxLength: 8 });
const quoted = (text: string) =>
  /[",\r\n]/.test(text) || text === '' ? `"${text.replaceAll('"', '""')}"` : text;

describe(`the reader of CSV (SEED=${seed})`, () => {
  it('gives back every table that was written, wherever the text is cut', () => {
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n', '\r'), cuts, (rows, lineEnd, places) => {
        const text = `h,h${lineEnd}${rows.map((row) => row.map(quoted).join(',')).join(lineEnd)}`;
        const found = read(text, places);
        expect(found.error).toBeUndefined();
        expect(found.records.slice(1)).toEqual(rows);
      }),
      { seed, numRuns: 2000 },
    );
  });

  it('reads any text as the library does, or refuses it too', () => {
    fc.assert(
      fc.property(wild, cuts, (tail, places) => {
        // The first record fixes the delimiter, and a lone empty quoted cell is read by each in its own way.
        fc.pre(!/(^|[\r\n])""([\r\n]|$)/.test(tail));
        const text = `h,h\n${tail}`;
        const { records, error } = read(text, places);
        const expected = library(text);
        if (expected === undefined) expect(error).toBeDefined();
        else {
          expect(error).toBeUndefined();
          expect(records).toEqual(expected);
        }
      }),
      { seed, numRuns: 5000 },
    );
  });

  it('tells the line on which each record begins', () => {
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), cuts, (rows, lineEnd, places) => {
        let line = 1;
        let text = `h,h${lineEnd}`;
        const expected = [line];
        for (const row of rows) {
          const written = `${row.map(quoted).join(',')}${lineEnd}`;
          line = text.split(/\r\n|\r|\n/).length;
          expected.push(line);
          text += written;
        }
        expect(read(text, places).lines).toEqual(expected);
      }),
      { seed, numRuns: 1000 },
    );
  });

  it('gives up on a quote that is never closed before it fills the memory', () => {
    const scanner = createCsvScanner(() => {});
    scanner.push('id,name\nc1,"');
    expect(() => {
      for (let at = 0; at < 100; at++) scanner.push('never closed '.repeat(10_000));
    }).toThrow(/more than a million characters/);
  });
});

describe('the reader of text', () => {
  const decode = async (bytes: Uint8Array, pieceBytes: number): Promise<string> => {
    let text = '';
    for await (const block of textBlocks(streamOf(bytes, pieceBytes), () => {})) text += block;
    return text;
  };

  it('gives back any text, wherever its bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 1, max: 9 }),
        async (text, size) => {
          // Two plain characters first, as any header has; NUL is refused.
          const sent = `id${text.replaceAll('\0', '')}`;
          expect(await decode(new TextEncoder().encode(sent), size)).toBe(sent);
        },
      ),
      { seed, numRuns: 1000 },
    );
  });

  it('takes a mark away at the very beginning, and nowhere else', async () => {
    for (const size of [1, 2, 3, 5, 64]) {
      const bytes = new TextEncoder().encode('\uFEFFid,\uFEFF\n\uFEFFé\uFEFF');
      expect(await decode(bytes, size)).toBe('id,\uFEFF\n\uFEFFé\uFEFF');
    }
  });

  it('refuses bytes that are no text, wherever they are cut', async () => {
    const broken = fc.constantFrom(
      [0x80],
      [0xc3],
      [0xe2, 0x82],
      [0xff],
      [0xc0, 0xaf],
      [0xed, 0xa0, 0x80],
      [0xf5, 0x80, 0x80, 0x80],
    );
    await fc.assert(
      fc.asyncProperty(
        broken,
        fc.nat(5),
        fc.integer({ min: 1, max: 9 }),
        async (bytes, lines, size) => {
          const head = new TextEncoder().encode(`id${'\né'.repeat(lines)}`);
          const tail = new TextEncoder().encode('\nend\n');
          const whole = Uint8Array.from([...head, ...bytes, ...tail]);
          await expect(decode(whole, size)).rejects.toMatchObject({
            line: lines + 1,
            message: 'not valid UTF-8',
          });
        },
      ),
      { seed, numRuns: 500 },
    );
  });
});
