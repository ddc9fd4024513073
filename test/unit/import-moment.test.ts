/** Dates and times of a bundle are read as the calendar has them, or refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay, parseTime } from '../../server/connect/bundle/moment.ts';
import { toIsoDay, toIsoTime } from '../../shared/time.ts';

const from1900 = Date.UTC(1900, 0, 1) / 1000;
const until9999 = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;
const seconds = fc.integer({ min: from1900, max: until9999 });

describe('a time', () => {
  it('is read back as it is written on the wire', () => {
    fc.assert(
      fc.property(seconds, (time) => {
        expect(parseTime(toIsoTime(time))).toBe(time);
      }),
    );
  });

  it('in another zone is the same moment', () => {
    fc.assert(
      fc.property(
        seconds,
        fc.integer({ min: 0, max: 14 * 60 }),
        fc.boolean(),
        (time, minutes, east) => {
          const local = time + (east ? 1 : -1) * minutes * 60;
          fc.pre(local >= from1900 && local <= until9999);
          const two = (value: number) => String(value).padStart(2, '0');
          const zone = `${east ? '+' : '-'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
          expect(parseTime(toIsoTime(local).replace('Z', zone))).toBe(time);
        },
      ),
    );
  });

  const moment = Date.UTC(2026, 2, 31, 17, 30) / 1000;
  const good: [text: string, value: number][] = [
    ['2026-03-31', Date.UTC(2026, 2, 31) / 1000],
    ['2026-03-31T17:30', moment],
    ['2026-03-31 17:30:00', moment],
    ['2026-03-31t17:30:00z', moment],
    ['2026-03-31T17:30:00.999Z', moment],
    ['2026-03-31T17:30:00,5', moment],
    ['2026-03-31T19:30:00+02', moment],
    ['2026-03-31T19:30:00+0200', moment],
    ['2026-03-31T19:30+02:00', moment],
    ['2026-04-01T02:00:00.1+08:30', moment],
    ['2024-02-29', Date.UTC(2024, 1, 29) / 1000],
    ['2000-02-29', Date.UTC(2000, 1, 29) / 1000],
    ['1969-12-31T23:59:59Z', -1],
  ];
  it.each(good)('%s is read', (text, value) => {
    expect(parseTime(text)).toBe(value);
  });

  const bad = [
    '',
    '2026',
    '2026-3-1',
    '2026-02-29',
    '1900-02-29',
    '2026-02-31',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-00-00',
    '0000-00-00 00:00:00',
    '1899-12-31',
    '31/12/2026',
    '2026/12/31',
    '20261231',
    '2026-12-31T',
    '2026-12-31T24:00',
    '2026-12-31T12',
    '2026-12-31T12:60',
    '2026-12-31T12:00:60',
    '2026-12-31T12:00:00.',
    '2026-12-31T12:00:00.Z',
    '2026-12-31T12:00:00+15:00',
    '2026-12-31T12:00:00+02:60',
    '2026-12-31T12:00:00 CET',
    '2026-12-31T12:00:00ZZ',
    '2026-12-31x',
    ' 2026-12-31',
    '2026-12-31 ',
    '２０２６-12-31',
    '1767225600',
    'tomorrow',
  ];
  it.each(bad)('“%s” is refused', (text) => {
    expect(parseTime(text)).toBeNull();
  });
});

describe('a day', () => {
  it('is read back as it is written on the wire', () => {
    const days = fc.integer({ min: from1900 / 86_400, max: Math.floor(until9999 / 86_400) });
    fc.assert(
      fc.property(days, (day) => {
        expect(parseDay(toIsoDay(day))).toBe(day);
      }),
    );
  });

  it.each(['2026-02-30', '2026-12-31T12:00', '', '2026-12-3'])('“%s” is refused', (text) => {
    expect(parseDay(text)).toBeNull();
  });
});
