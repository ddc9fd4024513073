/** `<ambit-chart>`: one tile of a dashboard as bars, stacked bars, a donut or a line, and as a table for whoever prefers. */
import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { ChartTile, Drill, Tile } from '../../shared/wire/dashboard.ts';
import type { Client } from '../client/client.ts';
import { Trouble } from '../client/trouble.ts';
import { AmbitElement } from '../element.ts';
import { chartStyles } from './chart-styles.ts';
import { drawTable } from './data-table.ts';
import { MarkCursor } from './mark-cursor.ts';
import { markStyles } from './mark-styles.ts';
import { isEmpty, nameOf } from './marks.ts';
import { measureIn } from './measure-text.ts';
import { type Picture, picture } from './picture.ts';
import { drawPlot } from './plot.ts';
import { Room } from './room.ts';
import { tileHead, tileHeadStyles } from './tile-head.ts';
import { tellTile } from './told-tile.ts';
import { placeTip } from './tooltip.ts';
import { valueWriter } from './value-text.ts';

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
 * Parts: root, title, plot, legend, table.
 */
export class AmbitChart extends AmbitElement {
  static override properties: PropertyDeclarations = {
    tile: { attribute: false },
    dashboard: { type: String },
    tileId: { type: String, attribute: 'tile' },
    fetched: { state: true },
    asTable: { state: true },
    expanded: { state: true },
  };
  static override styles = [...AmbitElement.styles, tileHeadStyles, chartStyles, markStyles];

  declare tile: ChartTile | null;
  declare dashboard: string;
  declare tileId: string;
  declare private fetched: ChartTile | null;
  declare private asTable: boolean;
  declare private expanded: boolean;

  #picture: Picture | null = null;
  /** What opened the rows beneath: the focus returns to it. */
  #origin: HTMLElement | SVGElement | null = null;
  readonly #room = new Room(this);
  readonly #cursor = new MarkCursor(this, {
    picture: () => this.#picture,
    rtl: () => this.speech.direction === 'rtl',
    activate: (index, origin) => {
      const mark = this.#picture?.marks[index];
      if (mark) this.#open(mark.drill, nameOf(mark), origin);
    },
  });

  constructor() {
    super();
    this.tile = null;
    this.dashboard = '';
    this.tileId = '';
    this.fetched = null;
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
    const { tiles } = await client.dashboard(this.dashboard, []);
    signal.throwIfAborted();
    const found = tiles.find(({ id }) => id === this.tileId);
    if (found === undefined || !isChart(found)) throw new Trouble('missing');
    this.fetched = found;
  }

  protected override drop(): void {
    this.fetched = null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.hasUpdated && (changed.has('dashboard') || changed.has('tileId'))) this.startOver();
    else if (this.hasUpdated && changed.has('tile')) this.reloadSoon();
    this.#picture = this.#paint();
  }

  protected override updated(): void {
    const { pointed } = this.#cursor;
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip');
    const drawing = this.renderRoot.querySelector('.plot > svg');
    const anchor = pointed === null ? undefined : this.#picture?.anchors[pointed];
    if (tip && drawing && anchor) placeTip(tip, drawing, anchor);
  }

  get #shown(): ChartTile | null {
    const { fetched } = this;
    const told = fetched && tellTile(fetched, this.speech, this.dashboard);
    return this.tile ?? (told && isChart(told) ? told : null);
  }

  /** The picture for the room at hand; null until there is any. */
  #paint(): Picture | null {
    const tile = this.#shown;
    const { plot, width } = this.#room;
    if (tile === null || plot === null || width === 0) return null;
    return picture({
      tile: this.expanded ? tile : firstCategories(tile),
      width,
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
    const { title, definition } = tile;
    const empty = isEmpty(tile);
    const actions = empty ? nothing : this.#renderToggle();
    const body = empty
      ? this.renderEmpty(this.say('chart.empty.title'), this.say('chart.empty.text'))
      : html`${this.asTable ? nothing : this.#renderPlot(tile)} ${this.#renderTable(tile)}`;
    return html`${tileHead({ title, definition, say: this.say, id: 'chart', actions })} ${body}`;
  }

  #renderToggle(): unknown {
    const toggle = (): void => {
      this.asTable = !this.asTable;
      this.#cursor.leave();
    };
    return html`<button class="button plain toggle" type="button" @click=${toggle}>
      ${this.say(this.asTable ? 'chart.as-chart' : 'chart.as-table')}
    </button>`;
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
    const plot = drawPlot({
      tile,
      picture: this.#picture,
      cursor: this.#cursor,
      locale: this.speech,
      skeleton: this.renderSkeleton(),
    });
    if (firstCategories(tile) === tile) return plot;
    const count = tile.categories.length;
    const more = (): void => {
      this.expanded = !this.expanded;
    };
    return html`${plot}
      <button class="button plain more" type="button" aria-expanded=${this.expanded} @click=${more}>
        ${this.expanded ? this.say('chart.fewer') : this.say('chart.all', { count })}
      </button>`;
  }

  #open(drill: Drill, name: string, origin: HTMLElement | SVGElement): void {
    if (drill === null) return;
    this.#origin = origin;
    const title = `${this.#shown?.title ?? ''}: ${name}`;
    this.tell('ambit-drill', { drill, title } satisfies DrillDetail);
  }
}

const isChart = (tile: Tile): tile is ChartTile => chartKinds.has(tile.kind);

/** The tile cut to what is shown before anybody asks for more; a line or a ring is never cut. */
function firstCategories(tile: ChartTile): ChartTile {
  const { kind, categories } = tile;
  const whole = kind === 'line' || kind === 'donut' || categories.length <= categoriesShown + 2;
  return whole ? tile : { ...tile, categories: categories.slice(0, categoriesShown) };
}
