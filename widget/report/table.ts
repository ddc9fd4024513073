/** The table itself: headings that sort, rows that open, totals at the foot. */
import { html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { Column } from '../../shared/wire/column.ts';
import type { Rows } from '../../shared/wire/report.ts';
import type { Sort } from '../client/question.ts';
import type { Locale } from '../locale/locale.ts';
import { icon } from '../theme/icon.ts';
import { cellText, isFigure, renderCell } from './cell.ts';
import { directionOf } from './sorting.ts';

export interface TableView {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly sort: Sort;
  readonly rows: Rows;
  /** Which row's button is in the tab order; the arrow keys move it. */
  readonly current: number;
  readonly busy: boolean;
  readonly locale: Locale;
  readonly onSort: (column: string, add: boolean) => void;
  readonly onOpen: (index: number) => void;
  readonly onMove: (index: number) => void;
}

/** A real table in a region that scrolls and can be reached by keyboard. Guards keep unchanged parts unrendered. */
export function renderTable(view: TableView): unknown {
  const { columns, sort, rows, current, locale } = view;
  return html`<div
    class="scroll ${view.busy ? 'busy' : ''}"
    part="scroll"
    role="region"
    tabindex="0"
    aria-label=${locale.say('report.table', { report: view.title })}
    aria-busy=${view.busy}
  >
    <table part="table">
      <thead>
        ${guard([columns, sort, locale], () => renderHead(view))}
      </thead>
      <tbody @click=${(event: Event) => pressRow(view, event)} @keydown=${(event: KeyboardEvent) => moveRow(view, event)}>
        ${guard([columns, rows, current, locale], () => renderRows(view))}
      </tbody>
      ${guard([columns, rows, locale], () => renderTotals(view))}
    </table>
  </div>`;
}

function renderHead(view: TableView): unknown {
  return html`<tr>
    ${view.columns.map((column) => {
      const direction = directionOf(view.sort, column.id);
      const place = view.sort.findIndex((key) => key.column === column.id);
      return html`<th
        scope="col"
        part="heading-cell"
        class="${isFigure(column.type) ? 'figure' : ''} ${direction ? 'sorted' : ''}"
        aria-sort=${place === 0 ? (direction ?? nothing) : nothing}
        title=${column.description ?? nothing}
      >
        ${
          column.sortable
            ? html`<button
              class="sort"
              data-column=${column.id}
              @click=${(event: MouseEvent) => view.onSort(column.id, event.shiftKey)}
            >
              <span>${column.label}</span>${icon(direction === 'descending' ? 'down' : 'up')}${
                view.sort.length > 1 && direction
                  ? html`<span class="order">${view.locale.format.number(place + 1)}</span>`
                  : nothing
              }
            </button>`
            : html`<span class="still">${column.label}</span>`
        }
      </th>`;
    })}
  </tr>`;
}

function renderRows(view: TableView): unknown {
  const { columns, locale, current } = view;
  const [first, ...others] = columns;
  if (!first) return nothing;
  return view.rows.rows.map(
    (row, index) => html`<tr part="row" data-index=${index}>
      <th scope="row" part="cell" class=${isFigure(first.type) ? 'figure' : ''}>
        <button class="open" tabindex=${index === current ? 0 : -1}>
          ${renderCell(first, row[first.id], locale)}
        </button>
      </th>
      ${others.map(
        (column) =>
          html`<td part="cell" class=${column.type}>${renderCell(column, row[column.id], locale)}</td>`,
      )}
    </tr>`,
  );
}

function renderTotals(view: TableView): unknown {
  const { columns, rows, locale } = view;
  const totalOf = (column: Column): number | null =>
    column.total === null ? null : (rows.totals[column.id] ?? null);
  if (!columns.some((column) => totalOf(column) !== null)) return nothing;
  return html`<tfoot>
    <tr part="totals">
      ${columns.map((column, index) => {
        const total = totalOf(column);
        const words = total === null ? '' : totalWords(column, total, locale);
        const how = locale.say(column.total === 'average' ? 'report.average' : 'report.sum');
        const figure = total === null ? nothing : html`<span class="how">${how}</span> ${words}`;
        return index === 0
          ? html`<th scope="row">${total === null ? locale.say('report.total') : figure}</th>`
          : html`<td class=${column.type}>${figure}</td>`;
      })}
    </tr>
  </tfoot>`;
}

/** An average is no more exact than its first decimal. */
const totalWords = (column: Column, total: number, locale: Locale): string =>
  column.type === 'number' && column.total === 'average'
    ? locale.format.number(total, 1)
    : cellText(column, total, locale);

const indexOf = (event: Event): number | null => {
  const row = event.target instanceof Element ? event.target.closest('tr[data-index]') : null;
  return row === null ? null : Number(row.getAttribute('data-index'));
};

/** A press anywhere on a row opens it, unless the reader was marking text to copy. */
function pressRow(view: TableView, event: Event): void {
  const index = indexOf(event);
  const onButton = event.target instanceof Element && event.target.closest('button') !== null;
  if (index === null || (!onButton && String(getSelection() ?? '') !== '')) return;
  view.onOpen(index);
}

const steps = new Map<string, (index: number, last: number) => number>([
  ['ArrowDown', (index, last) => Math.min(index + 1, last)],
  ['ArrowUp', (index) => Math.max(index - 1, 0)],
  ['Home', () => 0],
  ['End', (_index, last) => last],
]);

function moveRow(view: TableView, event: KeyboardEvent): void {
  const step = steps.get(event.key);
  const index = indexOf(event);
  if (!step || index === null) return;
  event.preventDefault();
  view.onMove(step(index, view.rows.rows.length - 1));
}
