/** `<ambit-chart>`: one tile of a dashboard as bars, stacked bars, a donut or a line, and as a table for whoever prefers. */
import { html, nothing, type PropertyDeclarations, type PropertyValues, svg } from 'lit';
import type { ChartTile, Drill } from '../../shared/wire/dashboard.ts';
import type { Client } from '../client/client.ts';
import { Trouble } from '../client/trouble.ts';
import { AmbitElement } from '../element.ts';
import { chartStyles } from './chart-styles.ts';
import { drawTable } from './data-table.ts';
import type { Pen } from './draw-chart.ts';
import { texturePatterns } from './draw-paint.ts';
import { drawLegend } from './legend.ts';
import { isEmpty, type Mark, nameOf } from './marks.ts';
import { measureIn } from './measure-text.ts';
import { type Picture, picture } from './picture.ts';
import { nextMark } from './roving.ts';
import { tileHead, tileHeadStyles } from './tile-head.ts';
import { placeTip } from './tooltip.ts';
import { shareText, valueWriter } from './value-text.ts';

/** The detail of `ambit-drill`: the question behind what was activated, and what it is called. */
export interface DrillDetail {
  readonly drill: NonNullable<Drill>;
  readonly title: string;
}

/** More categories than this wait behind a button. */
const categoriesShown = 12;

const chartKinds: ReadonlySet<string> = new Set<ChartTile['kind']>([
  'bar',
  'stacked_bar',
  'donut',
  'line',
]);

/**
 * Give it a `tile`, or the attributes `dashboard` and `tile` (their ids) and it fetches its own.
 * Fires `ambit-drill` with a `DrillDetail` when a mark that has rows beneath is activated.
 */
export class AmbitChart extends AmbitElement {
  static override properties: PropertyDeclarations = {
    tile: { attribute: false },
    dashboard: { type: String },
    tileId: { type: String, attribute: 'tile' },
    room: { state: true },
    current: { state: true },
    pointed: { state: true },
    asTable: { state: true },
    expanded: { state: true },
  };
  static override styles = [...AmbitElement.styles, tileHeadStyles, chartStyles];

  declare tile: ChartTile | null;
  declare dashboard: string;
  declare tileId: string;
  /** Pixels that the plot may take; 0 until measured. */
  declare private room: number;
  /** The mark in the tab order. */
  declare private current: number;
  /** The mark that the tooltip tells about. */
  declare private pointed: number | null;
  declare private asTable: boolean;
  declare private expanded: boolean;

  #fetched: ChartTile | null = null;
  #picture: Picture | null = null;
  /** What opened the rows beneath: the focus returns to it. */
  #origin: HTMLElement | SVGElement | null = null;
  readonly #resizes = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      if (target.matches('.probe')) this.requestUpdate();
      else if (contentRect.width > 0) this.room = Math.floor(contentRect.width);
    }
  });
  #watched: Element | null = null;

  constructor() {
    super();
    this.tile = null;
    this.dashboard = '';
    this.tileId = '';
    this.room = 0;
    this.current = 0;
    this.pointed = null;
    this.asTable = false;
    this.expanded = false;
  }

  /** Back to the mark or the table row that was activated last. */
  override focus(options?: FocusOptions): void {
    this.#origin?.focus(options);
  }

  /** A tile that was handed over needs no connection. */
  override async reload(): Promise<void> {
    if (this.tile !== null) this.view = { kind: 'ready' };
    else if (this.dashboard !== '' && this.tileId !== '') await super.reload();
  }

  protected override async load(client: Client, signal: AbortSignal): Promise<void> {
    const { tiles } = await client.dashboard(this.dashboard, [], signal);
    const found = tiles.find(({ id }) => id === this.tileId);
    if (found === undefined || !isChart(found)) throw new Trouble('missing');
    this.#fetched = found;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const asked = changed.has('tile') || changed.has('dashboard') || changed.has('tileId');
    if (asked && this.hasUpdated) this.reloadSoon();
    if (changed.has('tile')) this.pointed = null;
    this.#picture = this.#paint();
    if (this.current >= (this.#picture?.marks.length ?? 0)) this.current = 0;
  }

  protected override updated(): void {
    this.#watch(this.renderRoot.querySelector('.plot'));
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip');
    const drawing = this.renderRoot.querySelector('.plot > svg');
    const anchor = this.pointed === null ? undefined : this.#picture?.anchors[this.pointed];
    if (tip && drawing && anchor) placeTip(tip, drawing, anchor);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watch(null);
  }

  /** The plot for its room, and the probe in it for its font: a page's style sheet or font may come late. */
  #watch(plot: Element | null): void {
    if (plot === this.#watched) return;
    this.#watched = plot;
    this.#resizes.disconnect();
    if (plot === null) return;
    this.#resizes.observe(plot);
    const probe = plot.querySelector('.probe');
    if (probe !== null) this.#resizes.observe(probe);
  }

  get #shown(): ChartTile | null {
    return this.tile ?? this.#fetched;
  }

  /** The picture for the room at hand; null until there is any. */
  #paint(): Picture | null {
    const plot = this.renderRoot?.querySelector('.plot');
    const tile = this.#shown;
    if (tile === null || !plot || this.room === 0) return null;
    return picture({
      tile: this.expanded ? tile : firstCategories(tile),
      width: this.room,
      rtl: this.speech.direction === 'rtl',
      measure: measureIn(plot),
      format: valueWriter(tile.type, this.speech.format),
    });
  }

  protected override renderSkeleton(): unknown {
    return html`<div class="picture-bones">
      <span class="bone"></span><span class="bone"></span>
      <span class="bone"></span><span class="bone"></span>
    </div>`;
  }

  protected override renderReady(): unknown {
    const tile = this.#shown;
    if (tile === null) return this.renderSkeleton();
    const empty = isEmpty(tile);
    const label = this.say(this.asTable ? 'chart.as-chart' : 'chart.as-table');
    const toggle = html`<button
      class="button plain toggle"
      type="button"
      @click=${() => this.#toggleTable()}
    >${label}</button>`;
    return html`${tileHead({
      title: tile.title,
      definition: tile.definition,
      say: this.say,
      id: 'chart',
      actions: empty ? nothing : toggle,
    })}
    ${
      empty
        ? this.renderEmpty(this.say('chart.empty.title'), this.say('chart.empty.text'))
        : html`${this.asTable ? nothing : this.#renderPlot(tile)} ${this.#renderTable(tile)}`
    }`;
  }

  #renderTable(tile: ChartTile): unknown {
    return drawTable(tile, {
      say: this.say,
      format: valueWriter(tile.type, this.speech.format),
      seen: this.asTable,
      open: (category, origin) => {
        const row = tile.categories[category];
        if (row) this.#open(row.drill, row.label, origin);
      },
    });
  }

  #renderPlot(tile: ChartTile): unknown {
    const drawn = this.#picture;
    const marks = drawn?.marks ?? [];
    const legend = drawLegend(tile, marks, (mark) => this.#figures(mark, false));
    const isDonut = tile.kind === 'donut';
    return html`${isDonut ? nothing : legend}
      <div
        class="plot ${isDonut ? 'donut' : (drawn?.run ?? '')}"
        part="plot"
        @click=${this.#onActivate}
        @keydown=${this.#onKey}
        @focusin=${this.#onFocus}
        @focusout=${() => this.#point(null)}
        @pointerover=${this.#onPointer}
        @pointerleave=${() => this.#point(null)}
      >
        ${drawn === null ? this.renderSkeleton() : this.#renderPicture(tile, drawn)}
        ${isDonut ? legend : nothing}
        ${this.#renderTip(marks)}
        <span class="probe" aria-hidden="true">0123 Abc</span>
      </div>
      ${this.#renderMore(tile)}`;
  }

  /** A group rather than an image: an image's children would be hidden from screen readers, marks and all. */
  #renderPicture(tile: ChartTile, drawn: Picture): unknown {
    const pen: Pen = { current: this.current, describe: (mark) => this.#describe(mark) };
    const paints = drawn.marks.map(({ paint }) => paint);
    return html`<svg
      role="group"
      aria-label=${this.#summary(tile, drawn.marks)}
      width=${drawn.width}
      height=${drawn.height}
      viewBox="0 0 ${drawn.width} ${drawn.height}"
    >${svg`${texturePatterns(paints)}${drawn.draw(pen)}`}</svg>`;
  }

  #renderTip(marks: readonly Mark[]): unknown {
    const mark = this.pointed === null ? undefined : marks[this.pointed];
    const [value, share] = mark === undefined ? [] : this.#figures(mark, true);
    return html`<div class="tip" ?hidden=${mark === undefined} aria-hidden="true">${
      mark === undefined
        ? nothing
        : html`<bdi>${nameOf(mark)}</bdi> <b>${value}</b>
          ${share === undefined ? nothing : html`<span>${share}</span>`}
          ${mark.drill === null ? nothing : html`<small>${this.say('chart.open')}</small>`}`
    }</div>`;
  }

  #renderMore(tile: ChartTile): unknown {
    const count = tile.categories.length;
    if (firstCategories(tile) === tile) return nothing;
    return html`<button
      class="button plain more"
      type="button"
      aria-expanded=${this.expanded}
      @click=${() => {
        this.expanded = !this.expanded;
      }}
    >${this.expanded ? this.say('chart.fewer') : this.say('chart.all', { count })}</button>`;
  }

  /** The value of a mark and, where it is part of a whole, its share; `named` tells that whole as well. */
  #figures(mark: Mark, named: boolean): string[] {
    const tile = this.#shown;
    if (tile === null) return [];
    const { format } = this.speech;
    const write = valueWriter(tile.type, format);
    if (tile.kind !== 'donut' && tile.kind !== 'stacked_bar') return [write(mark.value)];
    const whole = (this.#picture?.marks ?? [])
      .filter(({ category }) => tile.kind === 'donut' || category === mark.category)
      .reduce((sum, one) => sum + one.value, 0);
    const share = shareText(mark.value, whole, format);
    const words = named ? this.say('chart.of', { share, whole: write(whole) }) : share;
    return [write(mark.value), words];
  }

  #describe(mark: Mark): string {
    return this.say('chart.mark', {
      name: nameOf(mark),
      value: this.#figures(mark, true).join(', '),
    });
  }

  #summary(tile: ChartTile, marks: readonly Mark[]): string {
    const greatest = marks.reduce<Mark | undefined>(
      (best, mark) => (best === undefined || mark.value > best.value ? mark : best),
      undefined,
    );
    if (greatest === undefined) return tile.title;
    const value = valueWriter(tile.type, this.speech.format)(greatest.value);
    return this.say('chart.summary', {
      title: tile.title,
      count: marks.length,
      name: nameOf(greatest),
      value,
    });
  }

  #toggleTable(): void {
    this.asTable = !this.asTable;
    this.pointed = null;
  }

  #point(mark: number | null): void {
    this.pointed = mark;
  }

  readonly #onPointer = (event: PointerEvent): void => this.#point(markAt(event)?.index ?? null);

  readonly #onFocus = (event: FocusEvent): void => {
    const found = markAt(event);
    if (found === null) return;
    this.current = found.index;
    this.#point(found.index);
  };

  readonly #onActivate = (event: Event): void => {
    const found = markAt(event);
    const mark = found === null ? undefined : this.#picture?.marks[found.index];
    if (found === null || mark === undefined) return;
    this.current = found.index;
    const own = this.renderRoot.querySelector<SVGElement>(`.mark[data-mark="${found.index}"]`);
    this.#open(mark.drill, nameOf(mark), own ?? found.element);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.pointed !== null) {
      // The first Escape only clears the tooltip, so that a panel around the chart stays open.
      event.stopPropagation();
      this.#point(null);
      return;
    }
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#onActivate(event);
      return;
    }
    const drawn = this.#picture;
    if (drawn === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const rtl = this.speech.direction === 'rtl';
    const next = nextMark(drawn.marks, this.current, event.key, { run: drawn.run, rtl });
    if (next === null) return;
    event.preventDefault();
    this.renderRoot.querySelector<SVGElement>(`.mark[data-mark="${next}"]`)?.focus();
  };

  #open(drill: Drill, name: string, origin: HTMLElement | SVGElement): void {
    if (drill === null) return;
    this.#origin = origin;
    const title = `${this.#shown?.title ?? ''}: ${name}`;
    this.tell('ambit-drill', { drill, title } satisfies DrillDetail);
  }
}

const isChart = (tile: { readonly kind: string }): tile is ChartTile => chartKinds.has(tile.kind);

/** The tile cut to what is shown before anybody asks for more; a line is never cut. */
function firstCategories(tile: ChartTile): ChartTile {
  const { kind, categories } = tile;
  const whole = kind === 'line' || kind === 'donut' || categories.length <= categoriesShown + 2;
  return whole ? tile : { ...tile, categories: categories.slice(0, categoriesShown) };
}

/** The mark that an event happened on, by the number that its element carries. */
function markAt(event: Event): { index: number; element: HTMLElement | SVGElement } | null {
  const element =
    event.target instanceof Element
      ? event.target.closest<HTMLElement | SVGElement>('[data-mark]')
      : null;
  return element === null ? null : { index: Number(element.dataset.mark), element };
}
