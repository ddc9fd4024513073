/** Figures and times as the reader's language writes them; built once a locale, because Intl objects are dear. */

export interface Format {
  number(value: number, maximumFractionDigits?: number): string;
  /** Of a percentage as the wire has it: 62.5 is 62.5 %. */
  percent(value: number): string;
  /** Of seconds: `3 hr 20 min`; below a minute in seconds. */
  duration(seconds: number): string;
  /** Of an ISO day: a calendar date, the same in every time zone. */
  day(isoDay: string): string;
  /** Of an ISO month, such as `2026-11`. */
  month(isoMonth: string): string;
  /** Of an ISO time in UTC: the reader's own date. */
  date(isoTime: string): string;
  /** Of an ISO time in UTC: the reader's own date and clock. */
  time(isoTime: string): string;
  list(items: readonly string[]): string;
  bytes(count: number): string;
}

/** From 100 hours on nobody counts the minutes. */
const longMinutes = 100 * 60;

export function formatter(tag: string): Format {
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 });
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(tag, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const date = new Intl.DateTimeFormat(tag, { dateStyle: 'medium' });
  const time = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' });
  const list = new Intl.ListFormat(tag, { type: 'disjunction' });
  const numbers = [0, 1, 2].map(
    (digits) => new Intl.NumberFormat(tag, { maximumFractionDigits: digits }),
  );
  const unit = (name: string): Intl.NumberFormat =>
    new Intl.NumberFormat(tag, { style: 'unit', unit: name, unitDisplay: 'short' });
  const [hours, minutes, seconds] = [unit('hour'), unit('minute'), unit('second')];
  return {
    number: (value, digits = 2) => (numbers[digits] ?? numbers[2])?.format(value) ?? String(value),
    percent: (value) => percent.format(value / 100),
    duration: (total) => {
      if (total < 60) return seconds.format(Math.round(total));
      const whole = Math.round(total / 60);
      const parts = [
        whole >= 60
          ? hours.format(whole < longMinutes ? Math.floor(whole / 60) : Math.round(whole / 60))
          : '',
        whole % 60 > 0 && whole < longMinutes ? minutes.format(whole % 60) : '',
      ];
      return parts.filter((part) => part !== '').join(' ');
    },
    day: (value) => dated(day, value),
    month: (value) => dated(month, value),
    date: (value) => dated(date, value),
    time: (value) => dated(time, value),
    list: (items) => list.format(items),
    bytes: (count) => byteUnit(tag, count),
  };
}

/** Rare enough to build its formatter when it is asked for. */
function byteUnit(tag: string, count: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3));
  const options = { style: 'unit', unit: units[step], maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(tag, options).format(count / 1000 ** step);
}

/** A value that is no date is shown as it came: better odd than missing. */
function dated(format: Intl.DateTimeFormat, value: string): string {
  const moment = new Date(value);
  return Number.isNaN(moment.getTime()) ? value : format.format(moment);
}
