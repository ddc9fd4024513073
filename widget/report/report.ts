/** `<ambit-report>`: one report as a table to search, filter, sort, page through and take away. */
import { html, nothing, type PropertyDeclarations } from 'lit';
import type { Column } from '../../shared/wire/column.ts';
import type { Report, Rows } from '../../shared/wire/report.ts';
import type { Trouble } from '../client/trouble.ts';
import { AmbitElement } from '../element.ts';
import { Popovers } from '../popover/popovers.ts';
import { AskingElement } from './asking.ts';
import type { ColumnMenuView } from './column-menu.ts';
import { shownColumns, toggled } from './column-set.ts';
import { renderFilterBar } from './filter-bar.ts';
import { nameable } from './filter-columns.ts';
import { FilterEditing } from './filter-editing.ts';
import { renderFoot } from './pager.ts';
import { back, forward, readPageSize } from './paging.ts';
import { reportStyles } from './report-style.ts';
import { renderRowDialog } from './row-dialog.ts';
import { renderReportSkeleton } from './skeleton.ts';
import { effectiveSort, pressed } from './sorting.ts';
import { renderTable } from './table.ts';
import { renderToolbar } from './toolbar.ts';

const typingPauseMs = 300;

type Row = Rows['rows'][number];

/**
 * Attributes: `report` (an id), `filters` (JSON), `sort` (`-due_at,last_name`), `columns` (names), `q`, `page-size`
 * (25, 50, 100), `heading` (empty hides it), and the switches `searchable`, `exportable`, `column-choice`,
 * `fixed-filters`.
 *
 * Property `question` ({filters, sort, q, columns}) reads and replaces the whole question.
 *
 * Events: `ambit-row-activate` ({row, report}; prevent it to open something of your own in place of the row's
 * details) and `ambit-question-change` ({question, report}), after the reader has changed it.
 *
 * Parts: root, toolbar, heading, filters, chip, scroll, table, row, cell, totals, foot, button, menu, dialog.
 */
export class AmbitReport extends AskingElement {
  static override properties: PropertyDeclarations = {
    heading: { type: String },
    searchable: { type: Boolean },
    exportable: { type: Boolean },
    columnChoice: { type: Boolean, attribute: 'column-choice' },
    fixedFilters: { type: Boolean, attribute: 'fixed-filters' },
    current: { state: true },
    opened: { state: true },
  };
  static override styles = [...AmbitElement.styles, ...reportStyles];

  declare heading: string | null;
  declare searchable: boolean;
  declare exportable: boolean;
  declare columnChoice: boolean;
  declare fixedFilters: boolean;
  declare private current: number;
  declare private opened: Row | null;

  #pause: ReturnType<typeof setTimeout> | undefined;
  readonly #popovers = new Popovers();
  readonly #editing = new FilterEditing({
    root: () => this.renderRoot,
    popovers: this.#popovers,
    asked: () => ({ report: this.report, question: this.question }),
    change: (filters) => this.change({ filters }),
    focus: (selector) => this.#focus(selector),
  });

  constructor() {
    super();
    this.heading = null;
    this.searchable = false;
    this.exportable = false;
    this.columnChoice = false;
    this.fixedFilters = false;
    this.current = 0;
    this.opened = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#pause);
    this.#popovers.stop();
  }

  protected override arrived(elsewhere: boolean): void {
    const scroll = this.renderRoot.querySelector('.scroll');
    if (elsewhere && scroll) scroll.scrollTop = 0;
    const last = (this.rows?.rows.length ?? 0) - 1;
    this.current = elsewhere ? 0 : Math.max(0, Math.min(this.current, last));
  }

  protected override renderSkeleton(): unknown {
    return renderReportSkeleton();
  }

  protected override renderReady(): unknown {
    const { told, rows } = this;
    if (told === null || rows === null) return this.renderSkeleton();
    return this.#renderFrame(
      told,
      rows.total > 0 ? this.#renderRows(told, rows) : this.#renderNone(),
    );
  }

  /** What the reader asked for stays at hand, so that a filter that cannot be answered can be taken away again. */
  protected override renderTrouble(trouble: Trouble): unknown {
    const notice = super.renderTrouble(trouble);
    return this.told === null ? notice : this.#renderFrame(this.told, notice);
  }

  #renderFrame(report: Report, body: unknown): unknown {
    const shown = this.#shown(report);
    return html`${renderToolbar({
      report,
      title: this.heading ?? report.title,
      // Beside a trouble it would count what is not there to see.
      count: this.view.kind === 'trouble' ? '' : this.countWords(),
      question: this.question,
      shown,
      searchable: this.searchable,
      exportable: this.exportable,
      columnMenu: this.columnChoice ? this.#columnMenu(report, shown) : null,
      theme: this.theme,
      locale: this.speech,
      onSearch: this.#search,
    })}
      ${renderFilterBar({
        columns: nameable(report),
        names: this.names,
        filters: this.question.filters ?? [],
        fixed: this.fixedFilters,
        locale: this.speech,
        onEdit: this.#editing.open,
        onRemove: this.#editing.remove,
        onClear: () => this.change({ filters: [] }),
      })}
      <div class="progress ${this.busy ? 'on' : ''}" aria-hidden="true"></div>
      <div class="body" part="body">${body}</div>
      ${this.#editing.render(report, this.theme, this.speech)}
      ${renderRowDialog(report, this.opened, this.speech, () => {
        this.opened = null;
      })}`;
  }

  #renderRows(report: Report, rows: Rows): unknown {
    return html`${renderTable({
      title: this.heading || report.title,
      columns: this.#shown(report),
      sort: effectiveSort(this.question.sort ?? [], report),
      rows,
      current: this.current,
      busy: this.busy,
      locale: this.speech,
      onSort: (column, add) =>
        this.change({ sort: pressed(this.question.sort ?? [], report, column, add) }),
      onOpen: this.#open,
      onMove: this.#move,
    })}
    ${renderFoot({
      title: this.heading || report.title,
      rows,
      page: this.page,
      pageSize: readPageSize(this.pageSize),
      locale: this.speech,
      onBack: () => this.turn(back(this.page.trail)),
      onForward: () => this.turn(forward(this.page.trail, rows.next_cursor ?? '')),
      onPageSize: (size) => {
        this.pageSize = size;
      },
    })}`;
  }

  #renderNone(): unknown {
    const { say } = this;
    // Filters that the reader can't take away are what the table is about, not what narrows it.
    const filtered = !this.fixedFilters && (this.question.filters ?? []).length > 0;
    const narrowed = filtered || this.question.q !== undefined;
    if (!narrowed) return this.renderEmpty(say('report.empty'), say('report.empty-text'));
    const clear = html`<button class="button" part="button" @click=${this.#clearAll}>
      ${say('report.clear')}
    </button>`;
    return this.renderEmpty(
      say('report.no-match'),
      say('report.no-match-text'),
      this.fixedFilters ? nothing : clear,
    );
  }

  #columnMenu(report: Report, shown: readonly Column[]): ColumnMenuView {
    return {
      columns: report.columns,
      shown,
      locale: this.speech,
      onToggle: (id) => this.change({ columns: [...toggled(report.columns, shown, id)] }),
      onReset: () => this.change({ columns: [] }),
      onState: (popover, open) =>
        this.#popovers.follow(
          popover,
          this.renderRoot.querySelector<HTMLElement>('#columns-button'),
          open,
        ),
    };
  }

  #shown = (report: Report): readonly Column[] =>
    shownColumns(report.columns, this.question.columns);

  #search = (event: Event): void => {
    const q = (event.target as HTMLInputElement).value;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.change({ q }), typingPauseMs);
  };

  #clearAll = (): void => {
    clearTimeout(this.#pause);
    this.change({ filters: [], q: '' });
    this.#focus('.search input, #add-filter');
  };

  #move = (index: number): void => {
    this.current = index;
    this.#focus(`tr[data-index="${index}"] .open`);
  };

  #open = (index: number): void => {
    const row = this.rows?.rows[index];
    if (!row) return;
    this.current = index;
    if (!this.tell('ambit-row-activate', { row, report: this.report }, { cancelable: true }))
      return;
    this.opened = row;
    void this.updateComplete.then(() => this.renderRoot.querySelector('dialog')?.showModal());
  };

  #focus(selector: string): void {
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(selector)?.focus(),
    );
  }
}
