/** The figures of a chart as a table: always there for screen readers, in sight for whoever asks. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ChartTile } from '../../shared/wire/dashboard.ts';
import type { Say } from '../locale/words.ts';
import { totalsOf } from './marks.ts';

interface TableOptions {
  readonly say: Say;
  readonly format: (value: number) => string;
  /** Out of sight, the table has no buttons: nothing invisible may take the focus. */
  readonly seen: boolean;
  /** `origin` is what was activated: the focus returns to it. */
  readonly open: (category: number, origin: HTMLElement) => void;
}

export function drawTable(tile: ChartTile, options: TableOptions): TemplateResult {
  const { say, format, seen, open } = options;
  const stacked = tile.kind === 'stacked_bar' && tile.series.length > 1;
  const totals = totalsOf(tile);
  const cell = (value: number | null | undefined): string =>
    value === null || value === undefined ? '–' : format(value);
  const openFrom = (event: Event, category: number): void => {
    if (event.currentTarget instanceof HTMLElement) open(category, event.currentTarget);
  };
  const heads = tile.series.map(({ label }) => label || say('chart.value'));
  return html`<div class=${seen ? 'table' : 'unseen'} part="table">
    <table>
      <caption class="unseen">${tile.title}</caption>
      <thead>
        <tr>
          <th scope="col">${say('chart.name')}</th>
          ${heads.map((head) => html`<th scope="col" class="figure">${head}</th>`)}
          ${stacked ? html`<th scope="col" class="figure">${say('chart.total')}</th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${tile.categories.map(
          ({ label, drill }, index) => html`<tr>
            <th scope="row">
              ${
                seen && drill !== null
                  ? html`<button class="link" @click=${(event: Event) => openFrom(event, index)}>${html`<bdi>${label}</bdi>`}</button>`
                  : html`<bdi>${label}</bdi>`
              }
            </th>
            ${tile.series.map(({ values }) => html`<td class="figure">${cell(values[index])}</td>`)}
            ${stacked ? html`<td class="figure">${cell(totals[index])}</td>` : nothing}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
