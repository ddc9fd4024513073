/** `<ambit-dashboard>`: one dashboard with all its tiles, and the rows beneath each figure in the same place. */

import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Dashboard, Drill, ListTile, Tile } from '../../shared/wire/dashboard.ts';
import type { Filter, Rows } from '../../shared/wire/report.ts';
import type { DrillDetail } from '../chart/chart.ts';
import { tileHeadStyles } from '../chart/tile-head.ts';
import type { Client } from '../client/client.ts';
import { parseFilters, readFilters } from '../client/question.ts';
import { AmbitElement } from '../element.ts';
import { icon } from '../theme/icon.ts';
import { cardStyles } from './card-styles.ts';
import { dashboardStyles } from './dashboard-styles.ts';
import { listCard } from './list-card.ts';
import { listStyles } from './list-styles.ts';
import { metricCard } from './metric-card.ts';
import { drawPanel } from './panel.ts';
import { tellBoard } from './told-board.ts';
import { learnerName, learnerOf, type Step, stepFor } from './trail.ts';

/**
 * Attributes: `dashboard` (an id), `filters` (JSON, as `<ambit-report>` takes it), `heading` (empty hides it).
 * Events: `ambit-drill` ({drill, title}; prevent it to open the rows yourself).
 * Parts: root, heading, scope, refresh, grid, tile, panel, back.
 */
export class AmbitDashboard extends AmbitElement {
  static override properties: PropertyDeclarations = {
    dashboard: { type: String },
    heading: { type: String },
    filters: { attribute: 'filters', converter: { fromAttribute: parseFilters } },
    board: { state: true },
    trail: { state: true },
  };
  static override styles = [
    ...AmbitElement.styles,
    tileHeadStyles,
    cardStyles,
    listStyles,
    dashboardStyles,
  ];

  declare dashboard: string;
  declare heading: string | null;
  declare filters: readonly Filter[];
  declare private board: Dashboard | null;
  declare private trail: readonly Step[];

  /** What opened each step: the focus returns to it on the way back. */
  #origins: HTMLElement[] = [];
  /** Set when the focus has to move once the next picture is drawn. */
  #refocus: (() => void) | null = null;

  constructor() {
    super();
    this.dashboard = 'team_progress';
    this.heading = null;
    this.filters = [];
    this.board = null;
    this.trail = [];
  }

  protected override async load(client: Client, signal: AbortSignal): Promise<void> {
    const board = await client.dashboard(this.dashboard, readFilters(this.filters));
    signal.throwIfAborted();
    const again = this.board !== null;
    this.board = board;
    if (again) this.announce(this.#asOf(board));
  }

  /** Where the reader has gone to names people: it is forgotten with the rest. */
  protected override drop(): void {
    this.board = null;
    this.trail = [];
    this.#origins = [];
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!this.hasUpdated) return;
    if (changed.has('dashboard')) this.startOver();
    else if (changed.has('filters')) this.reloadSoon();
  }

  protected override updated(): void {
    const refocus = this.#refocus;
    this.#refocus = null;
    refocus?.();
  }

  #asOf({ as_of }: Dashboard): string {
    return this.say('as-of', { time: this.speech.format.time(as_of) });
  }

  protected override renderSkeleton(): unknown {
    const bones = [html`<span class="bone"></span>`, html`<span class="bone tall"></span>`];
    return html`<div class="top"><span class="bone"></span></div>
    <div class="grid">
      ${[3, 3, 3, 3].map((width) => html`<div class="card width-${width}">${bones}</div>`)}
      ${[6, 6].map((width) => html`<div class="card high width-${width}">${bones}</div>`)}
    </div>`;
  }

  /** The tiles stay in the page while the rows are open, so that the way back finds them as they were left. */
  protected override renderReady(): unknown {
    if (this.board === null) return this.renderSkeleton();
    const board = tellBoard(this.board, this.speech);
    const step = this.trail.at(-1);
    return html`<div ?hidden=${step !== undefined}>${this.#renderBoard(board)}</div>
      ${
        step === undefined
          ? nothing
          : drawPanel(this.trail, {
              locale: this.speech,
              theme: this.theme,
              density: this.density,
              back: () => this.#back(),
              onRow: this.#onRow,
            })
      }`;
  }

  #renderBoard(board: Dashboard): unknown {
    const empty = board.learners === 0 || board.courses === 0;
    return html`${this.#renderHead(board)}
    ${
      empty
        ? this.renderEmpty(this.say('board.empty.title'), this.say('board.empty.text'))
        : html`<div class="grid" part="grid" aria-busy=${this.busy}>${repeat(
            board.tiles,
            ({ id }) => id,
            (tile) => html`<section
              class="card ${tile.kind} ${tile.kind === 'metric' ? tile.tone : ''} width-${tile.width}"
              part="tile"
              aria-label=${tile.title}
            >${this.#renderTile(tile)}</section>`,
          )}</div>`
    }`;
  }

  #renderHead(board: Dashboard): unknown {
    const { say } = this;
    const scope = say('board.scope', {
      learners: say('grain.user', { count: board.learners }),
      courses: say('grain.course', { count: board.courses }),
    });
    const title = this.heading ?? board.title;
    return html`<header class="top">
      <div class="names">
        ${title === '' ? nothing : html`<h2 part="heading" title=${board.description}>${title}</h2>`}
        <p class="muted" part="scope">${scope}</p>
      </div>
      <span class="muted as-of">${this.#asOf(board)}</span>
      <button
        class="button"
        type="button"
        part="refresh"
        aria-disabled=${this.busy}
        @click=${() => (this.busy ? undefined : this.reload())}
      >${icon('retry')}${say('refresh')}</button>
    </header>`;
  }

  #renderTile(tile: Tile): unknown {
    switch (tile.kind) {
      case 'metric':
        return metricCard(tile, {
          locale: this.speech,
          open: (event) => this.#drill(tile.drill, tile.title, tile.title, event),
        });
      case 'list':
        return listCard(tile, {
          locale: this.speech,
          openRow: (row, name, event) => this.#openRow(row, tile, name, event),
          openAll: (event) => this.#drill(tile.drill, tile.title, tile.title, event),
        });
      case 'bar':
      case 'stacked_bar':
      case 'donut':
      case 'line':
        return html`<ambit-chart
          .tile=${tile}
          .theme=${this.theme}
          .density=${this.density}
          .locale=${this.speech.tag}
          @ambit-drill=${this.#onChartDrill}
        ></ambit-chart>`;
      default:
        return tile satisfies never;
    }
  }

  /** A row about one person opens the person. */
  #openRow(row: ListTile['rows'][number], tile: ListTile, name: string, event: Event): void {
    const userId = learnerOf(row.cells);
    const step: Step | undefined =
      userId === null ? undefined : { kind: 'learner', title: name, userId };
    this.#drill(row.drill, `${tile.title}: ${name}`, name, event, step);
  }

  #drill(drill: Drill, title: string, name: string, event: Event, step?: Step): void {
    if (drill === null) return;
    const allowed = this.tell('ambit-drill', { drill, title } satisfies DrillDetail, {
      cancelable: true,
    });
    if (allowed) this.#go(step ?? stepFor(drill, title, name), originOf(event));
  }

  /** The chart's own event stops here; the dashboard tells the page in its own name. */
  readonly #onChartDrill = (event: CustomEvent<DrillDetail>): void => {
    event.stopPropagation();
    const { drill, title } = event.detail;
    this.#drill(drill, title, title, event);
  };

  #go(step: Step, origin: HTMLElement | null): void {
    if (origin !== null) this.#origins.push(origin);
    this.trail = [...this.trail, step];
    this.#refocus = () => this.renderRoot.querySelector<HTMLElement>('.panel h2')?.focus();
  }

  #back(): void {
    const origin = this.#origins.pop();
    this.trail = this.trail.slice(0, -1);
    this.#refocus = () => origin?.focus();
    // The rows beneath were of now; the overview is to agree with them.
    if (this.trail.length === 0) this.reloadSoon();
  }

  readonly #onRow = (event: CustomEvent<{ row: Rows['rows'][number] }>): void => {
    const { row } = event.detail;
    const userId = learnerOf(row);
    if (userId === null) return;
    event.preventDefault();
    const title = learnerName(row) || this.say('learner.unnamed', { id: userId });
    this.#go({ kind: 'learner', title, userId }, originOf(event));
  };
}

/** What the focus returns to: a row inside a report; a chart finds its own mark. */
function originOf({ currentTarget: element }: Event): HTMLElement | null {
  if (!(element instanceof HTMLElement)) return null;
  const inner = element.localName === 'ambit-report' ? element.shadowRoot?.activeElement : null;
  return inner instanceof HTMLElement ? inner : element;
}
