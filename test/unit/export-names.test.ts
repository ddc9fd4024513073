/** Names of files and the header that carries them: nothing that a path, a header or a reader could trip over. */
import { describe, expect, it } from 'vitest';
import { contentDisposition, fileNameOf } from '../../server/export/filename.ts';

const nasty: readonly [what: string, name: string][] = [
  ['a path', '../../etc/passwd'],
  ['a Windows path', '..\\..\\boot.ini'],
  ['an absolute path', '/etc/passwd'],
  ['a drive', 'C:autoexec'],
  ['a line break', 'a\r\nSet-Cookie: x=1'],
  ['a quote', 'a".csv"; filename="evil.exe'],
  ['a semicolon', 'a;b=c'],
  ['a percent sign', 'a%0d%0ab'],
  ['right to left', 'invoice\u202Evsc.exe'],
  ['isolates', 'a\u2066b\u2069c'],
  ['zero width', 'a\u200Bb\uFEFFc'],
  ['a NUL', 'a\u0000b'],
  ['a line separator', 'a\u2028b\u2029c'],
  ['dots alone', '...'],
  ['nothing', ''],
  ['a hidden file', '.bashrc'],
  ['wildcards', '*?<>|'],
  ['300 letters', 'x'.repeat(300)],
  ['300 emoji', '👩‍🏫'.repeat(300)],
  ['a lone surrogate', 'a\uD800b'],
  ['spaces alone', '   '],
];

const unsafe = /[\p{Cc}\\/:*?"<>|%;\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;

describe('a file’s name', () => {
  it.each(nasty)('T-41 is safe, made of %s', (_what, name) => {
    const made = fileNameOf([name, 'Enrollments'], 'csv');
    expect(made).not.toMatch(unsafe);
    expect(made).not.toMatch(/^[.\s]/);
    expect(made).toMatch(/[^.]\.csv$/);
    expect([...made].length).toBeLessThanOrEqual(124);
    expect(made.isWellFormed()).toBe(true);
  });

  it.each(nasty)('T-41 is carried by a header of one line, made of %s', (_what, name) => {
    for (const fileName of [fileNameOf([name], 'csv'), name]) {
      const header = contentDisposition(fileName.toWellFormed());
      expect(header).toMatch(
        /^attachment; filename="[\x20-\x21\x23-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[\w.!#$&+^`|~%-]*$/,
      );
      expect(new Headers({ 'Content-Disposition': header }).get('Content-Disposition')).toBe(
        header,
      );
    }
  });

  it('keeps what people can read, letter for letter', () => {
    expect(fileNameOf(['Akademie Grün', 'Übersicht', '2026-11-21'], 'csv')).toBe(
      'Akademie Grün - Übersicht - 2026-11-21.csv',
    );
    expect(fileNameOf(['قمر', '日本語'], 'csv')).toBe('قمر - 日本語.csv');
    expect(contentDisposition('Grün (1).csv')).toBe(
      `attachment; filename="Gr_n (1).csv"; filename*=UTF-8''Gr%C3%BCn%20%281%29.csv`,
    );
  });
});
