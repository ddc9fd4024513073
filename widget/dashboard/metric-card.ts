/** A metric card: one figure, the whole that it is part of, what it means for the reader, and the way to who is behind it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { MetricTile } from '../../shared/wire/dashboard.ts';
import { tileHead } from '../chart/tile-head.ts';
import { shareText, valueWriter } from '../chart/value-text.ts';
import type { Locale } from '../locale/locale.ts';
import { type IconName, icon } from '../theme/icon.ts';

/** The shape beside the figure says the same as its colour. */
const iconByTone: Readonly<Record<MetricTile['tone'], IconName | null>> = {
  neutral: null,
  good: 'check',
  warning: 'warning',
  bad: 'warning',
};

interface CardOptions {
  readonly locale: Locale;
  /** Called with the button that was pressed. */
  readonly open: (event: Event) => void;
}

/** The figure is a button where rows stand behind it, and the whole card takes the pointer for it. */
export function metricCard(tile: MetricTile, { locale, open }: CardOptions): TemplateResult {
  const { say } = locale;
  const figure = figureOf(tile, locale);
  const mark = iconByTone[tile.tone];
  const shown = html`${mark === null ? nothing : icon(mark)}<span class="number">${figure.value}</span>
    ${figure.beside === '' ? nothing : html`<span class="whole">${figure.beside}</span>`}`;
  return html`${tileHead({ title: tile.title, definition: tile.definition, say, id: tile.id })}
    ${
      tile.drill === null
        ? html`<p class="figure-line">${shown}</p>`
        : html`<button
            class="figure-line opens"
            type="button"
            aria-label="${tile.title}: ${figure.value} ${figure.beside}. ${say('board.open')}"
            @click=${open}
          >${shown}<span class="go">${icon('next')}</span></button>`
    }
    ${meter(tile)}`;
}

function figureOf(
  { value, of, type }: MetricTile,
  { say, format }: Locale,
): { value: string; beside: string } {
  if (value === null) return { value: '–', beside: say('board.none') };
  const write = valueWriter(type, format);
  if (of === null) return { value: write(value), beside: '' };
  const beside = say('board.of', { whole: write(of) });
  return { value: write(value), beside: `${beside} (${shareText(value, of, format)})` };
}

/** How much of the whole it is; nothing where there is no whole. */
function meter({ value, of, type }: MetricTile): TemplateResult | typeof nothing {
  const whole = of ?? (type === 'percent' ? 100 : null);
  if (value === null || whole === null) return nothing;
  const width = whole > 0 ? Math.min(100, Math.max(0, (value / whole) * 100)) : 0;
  return html`<svg class="meter" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" width="100" height="4"></rect>
    <rect class="fill" width=${width} height="4"></rect>
  </svg>`;
}
