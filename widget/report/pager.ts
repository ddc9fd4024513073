/** The foot of the report: which rows these are, how many at a time, onwards and back, and as of when. */
import { html, nothing } from 'lit';
import type { Rows } from '../../shared/wire/report.ts';
import type { Locale } from '../locale/locale.ts';
import { icon } from '../theme/icon.ts';
import { isFirst, type Page, pageSizes, rangeOf } from './paging.ts';

export interface PagerView {
  /** Tells the pagers of one page apart. */
  readonly title: string;
  readonly rows: Rows;
  /** The page in sight. */
  readonly page: Page;
  /** How many rows the reader asks for at a time. */
  readonly pageSize: number;
  readonly locale: Locale;
  readonly onBack: () => void;
  readonly onForward: () => void;
  readonly onPageSize: (size: number) => void;
}

/** What fits on the smallest page needs no paging. */
export function renderFoot(view: PagerView): unknown {
  const { rows, page, locale } = view;
  const whole = isFirst(page.trail) && rows.total <= pageSizes[0];
  return html`<div class="foot" part="foot">
    <span class="muted as-of">${locale.say('as-of', { time: locale.format.time(rows.as_of) })}</span>
    ${whole ? nothing : [renderSizes(view), renderPages(view)]}
  </div>`;
}

const renderSizes = ({ pageSize, locale, onPageSize }: PagerView): unknown =>
  html`<label class="size">
    <span class="muted">${locale.say('report.page-size')}</span>
    <select
      class="field"
      @change=${(event: Event) => onPageSize(Number((event.target as HTMLSelectElement).value))}
    >
      ${pageSizes.map(
        (size) =>
          html`<option value=${size} .selected=${size === pageSize}>${locale.format.number(size)}</option>`,
      )}
    </select>
  </label>`;

/** Buttons that lead nowhere stay focusable (`aria-disabled`), so that the focus is not lost on the last page. */
function renderPages({ title, rows, page, locale, onBack, onForward }: PagerView): unknown {
  const { say } = locale;
  const { from, to } = rangeOf(page, rows.rows.length);
  const turn = (to: 'previous' | 'next', able: boolean, act: () => void): unknown => html`<button
    class="button icon"
    part="button"
    aria-label=${say(`report.${to}`)}
    aria-disabled=${!able}
    @click=${() => able && act()}
  >
    ${icon(to)}
  </button>`;
  return html`<nav aria-label=${say('report.pages', { report: title })}>
    ${turn('previous', !isFirst(page.trail), onBack)}
    <span class="range">${say('report.range', { from, to, count: rows.total })}</span>
    ${turn('next', rows.next_cursor !== null, onForward)}
  </nav>`;
}
