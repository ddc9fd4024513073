/** The foot of the report: which rows these are, how many at a time, onwards and back, and as of when. */
import { html } from 'lit';
import type { Rows } from '../../shared/wire/report.ts';
import type { Locale } from '../locale/locale.ts';
import { icon } from '../theme/icon.ts';
import { isFirst, pageSizes, rangeOf, type Trail } from './paging.ts';

export interface PagerView {
  readonly rows: Rows;
  readonly trail: Trail;
  readonly pageSize: number;
  readonly locale: Locale;
  readonly onBack: () => void;
  readonly onForward: () => void;
  readonly onPageSize: (size: number) => void;
}

/** Buttons that lead nowhere stay focusable (`aria-disabled`), so that the focus is not lost on the last page. */
export function renderPager(view: PagerView): unknown {
  const { rows, trail, pageSize, locale } = view;
  const { say, format } = locale;
  const { from, to } = rangeOf(trail, pageSize, rows.rows.length);
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
    <nav aria-label=${say('report.pages')}>
      <button
        class="button icon"
        part="button"
        aria-label=${say('report.previous')}
        aria-disabled=${isFirst(trail)}
        @click=${step(!isFirst(trail), view.onBack)}
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
