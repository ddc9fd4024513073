/** A list tile: the few rows that matter most, each leading further, and the way to all of them. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Drill, ListTile } from '../../shared/wire/dashboard.ts';
import { tileHead } from '../chart/tile-head.ts';
import type { Locale } from '../locale/locale.ts';
import { cellText, isFigure, renderCell } from '../report/cell.ts';
import { icon } from '../theme/icon.ts';

interface CardOptions {
  readonly locale: Locale;
  readonly openRow: (row: ListTile['rows'][number], name: string, event: Event) => void;
  readonly openAll: (event: Event) => void;
}

export function listCard(tile: ListTile, options: CardOptions): TemplateResult {
  const { say } = options.locale;
  return html`${tileHead({ title: tile.title, definition: tile.definition, say, id: tile.id })}
    ${tile.rows.length === 0 ? calm(options.locale) : rowsOf(tile, options)}`;
}

/** An empty list of troubles is good news, and says so. */
const calm = ({ say }: Locale): TemplateResult =>
  html`<div class="calm">
    ${icon('check')}
    <p><b>${say('board.calm.title')}</b><br />${say('board.calm.text')}</p>
  </div>`;

function rowsOf(tile: ListTile, { locale, openRow, openAll }: CardOptions): TemplateResult {
  const [first, ...others] = tile.columns;
  if (first === undefined) return html``;
  const openable = (drill: Drill): boolean => drill !== null;
  return html`<div class="people">
      <table>
        <caption class="unseen">${tile.title}</caption>
        <thead>
          <tr>${tile.columns.map(
            ({ label, type }) =>
              html`<th scope="col" class=${isFigure(type) ? 'figure' : nothing}>${label}</th>`,
          )}</tr>
        </thead>
        <tbody>${tile.rows.map((row) => {
          const name = cellText(first, row.cells[first.id], locale);
          const open = (event: Event): void => openRow(row, name, event);
          return html`<tr class=${openable(row.drill) ? 'opens' : nothing}>
            <th scope="row">${
              openable(row.drill)
                ? html`<button class="link" type="button" @click=${open}>${name}</button>`
                : name
            }</th>
            ${others.map(
              (
                column,
              ) => html`<td class=${isFigure(column.type) ? 'figure' : nothing} data-label=${column.label}>
                ${renderCell(column, row.cells[column.id], locale)}
              </td>`,
            )}
          </tr>`;
        })}</tbody>
      </table>
    </div>
    ${
      tile.drill !== null && tile.total > tile.rows.length
        ? html`<button class="button plain all" type="button" @click=${openAll}>
          ${locale.say('board.all', { count: tile.total })}${icon('next')}
        </button>`
        : nothing
    }`;
}
