/** The foot of the report: which rows these are, how many at a time, onwards and back, and as of when. */
import { html } from 'lit';
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

/** Buttons that lead nowhere stay focusable (`aria-disabled`), so that the focus is not lost on the last page. */
export function renderPager(view: PagerView): unknown {
  const { rows, page, pageSize, locale } = view;
  const { say, format } = locale;
  const { from, to } = rangeOf(page, rows.rows.length);
  const step = (able: boolean, act: () => void) => () => {
    if (able) act();
  };
  const hasNext = rows.next_cursor !== null;
  return html`<div class="foot" part="foot">
    <span class="muted as-of">${say('as-of', { time: format.time(rows.as_of) })}</span>
    <label class="size">
      <span class="muted">${say('report.page-size')}</span>
      <select
        class="field"
        @change=${(event: Event) => view.onPageSize(Number((event.target as HTMLSelectElement).value))}
      >
        ${pageSizes.map(
          (size) =>
            html`<option value=${size} .selected=${size === pageSize}>${format.number(size)}</option>`,
        )}
      </select>
    </label>
    <nav aria-label=${say('report.pages', { report: view.title })}>
      <button
        class="button icon"
        part="button"
        aria-label=${say('report.previous')}
        aria-disabled=${isFirst(page.trail)}
        @click=${step(!isFirst(page.trail), view.onBack)}
      >
        ${icon('previous')}
      </button>
      <span class="range">${say('report.range', { from, to, count: rows.total })}</span>
      <button
        class="button icon"
        part="button"
        aria-label=${say('report.next')}
        aria-disabled=${!hasNext}
        @click=${step(hasNext, view.onForward)}
      >
        ${icon('next')}
      </button>
    </nav>
  </div>`;
}
