/** One row in full, with every column that the viewer may see: what opening a row does unless the host prevents it. */
import { html, nothing } from 'lit';
import type { Report, Rows } from '../../shared/wire/report.ts';
import type { Locale } from '../locale/locale.ts';
import { icon } from '../theme/icon.ts';
import { cellText, renderCell } from './cell.ts';

type Row = Rows['rows'][number];

export function renderRowDialog(
  report: Report,
  row: Row | null,
  locale: Locale,
  close: () => void,
): unknown {
  const [first, ...others] = report.columns.filter((column) => column.shown);
  const hidden = report.columns.filter((column) => !column.shown);
  return html`<dialog part="dialog" aria-labelledby="row-title" closedby="any" @close=${close}>
    ${
      row === null || !first
        ? nothing
        : html`<div class="dialog-head">
            <h2 id="row-title">${cellText(first, row[first.id], locale)}</h2>
            <button class="button icon plain" aria-label=${locale.say('close')} @click=${closeDialog}>
              ${icon('close')}
            </button>
          </div>
          <dl>
            ${[...others, ...hidden].map(
              (column) => html`<div>
                <dt title=${column.description ?? nothing}>${column.label}</dt>
                <dd>${renderCell(column, row[column.id], locale)}</dd>
              </div>`,
            )}
          </dl>`
    }
  </dialog>`;
}

const closeDialog = (event: Event): void =>
  (event.currentTarget as HTMLElement).closest('dialog')?.close();
