/** One value of a report, written and drawn by the type of its column. */
import { html, svg } from 'lit';
import type { ColumnType } from '../../shared/column-type.ts';
import type { Cell } from '../../shared/wire/report.ts';
import type { Locale } from '../locale/locale.ts';
import { statusTone, type Tone, toneOf } from '../theme/tone.ts';

/** The part of a `Column` that its cells need; a dashboard's list tiles have no more. */
export interface CellColumn {
  /** Tells whether a yes is good news or bad. */
  readonly id?: string;
  readonly type: ColumnType;
  readonly choices?: readonly { readonly value: string; readonly label: string }[] | null;
}

/** Columns whose figures stand at the end of their cell, so that digits line up. */
const figures: ReadonlySet<ColumnType> = new Set(['number', 'duration']);
export const isFigure = (type: ColumnType): boolean => figures.has(type);

/** The value as text alone: for labels, titles and exports of the screen to the clipboard. */
export function cellText(column: CellColumn, value: Cell | undefined, locale: Locale): string {
  if (value === null || value === undefined || value === '') return '';
  const { format, say } = locale;
  if (typeof value === 'boolean') return say(value ? 'yes' : 'no');
  if (typeof value === 'number') {
    if (column.type === 'percent') return format.percent(value);
    return column.type === 'duration' ? format.duration(value) : format.number(value);
  }
  if (column.type === 'day') return format.day(value);
  if (column.type === 'time') return format.date(value);
  return choiceLabel(column, value);
}

const choiceLabel = (column: CellColumn, value: string): string =>
  column.choices?.find((choice) => choice.value === value)?.label ?? value;

/** The value as it stands in a table. It is only ever text to the page, whatever it spells. */
export function renderCell(column: CellColumn, value: Cell | undefined, locale: Locale): unknown {
  const text = cellText(column, value, locale);
  if (text === '') {
    return html`<span class="muted" aria-hidden="true">–</span
      ><span class="unseen">${locale.say('empty-cell')}</span>`;
  }
  if (column.type === 'percent' && typeof value === 'number') {
    return html`<span class="percent">${bar(value)}<span>${text}</span></span>`;
  }
  const alarm = alarmOf(column, value);
  if (alarm) return html`<span class="badge ${alarm}">${text}</span>`;
  if (column.type === 'choice')
    return html`<span class="badge ${toneOf(String(value))}">${text}</span>`;
  if (column.type === 'time') {
    return html`<time datetime=${String(value)} title=${locale.format.time(String(value))}>${text}</time>`;
  }
  return text;
}

/** Columns named after a state that somebody has to act on: a yes, or a count above none. */
export function alarmOf({ id = '' }: CellColumn, value: Cell | undefined): Tone | undefined {
  const tone = statusTone(id);
  const calls = value === true || (typeof value === 'number' && value > 0);
  return calls && (tone === 'bad' || tone === 'warning') ? tone : undefined;
}

/** Widths are attributes of the drawing: a strict CSP forbids style attributes. */
function bar(percent: number): unknown {
  const width = Math.min(100, Math.max(0, percent));
  return svg`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" width="100" height="6"></rect>
    <rect class="fill" width=${width} height="6"></rect>
  </svg>`;
}
