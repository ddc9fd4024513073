/** `<ambit-report>`: one report as a table to search, filter, sort, page through and take away. */
import { html, nothing, type PropertyDeclarations } from 'lit';
import type { Column } from '../../shared/wire/column.ts';
import type { Filter, Report, Rows } from '../../shared/wire/report.ts';
import { connected } from '../client/connection.ts';
import type { Trouble } from '../client/trouble.ts';
import { AmbitElement } from '../element.ts';
import { Popovers } from '../popover/popovers.ts';
import { AskingElement } from './asking.ts';
import type { ColumnMenuView } from './column-menu.ts';
import { shownColumns, toggled } from './column-set.ts';
import { renderFilterBar } from './filter-bar.ts';
import type { FilterEditor } from './filter-editor.ts';
import { renderPager } from './pager.ts';
import { back, forward, readPageSize } from './paging.ts';
import { reportStyles } from './report-style.ts';
import { renderRowDialog } from './row-dialog.ts';
import { renderReportSkeleton } from './skeleton.ts';
import { effectiveSort, pressed } from './sorting.ts';
import type { Suggest } from './suggestions.ts';
import { renderTable } from './table.ts';
import { renderToolbar } from './toolbar.ts';

const typingPauseMs = 300;

type Row = Rows['rows'][number];

/** Those that one sees come before those that one does not. */
const filterColumns = ({ columns }: Report): Column[] =>
  columns
    .filter((column) => column.filterable)
    .toSorted((a, b) => Number(b.shown) - Number(a.shown));

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

  #editing: number | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #popovers = new Popovers();

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
    const { description, rows } = this;
    if (description === null || rows === null) return this.renderSkeleton();
    return this.#renderFrame(
      description,
      rows.total > 0 ? this.#renderRows(description, rows) : this.#renderNone(),
    );
  }

  /** What the reader asked for stays at hand, so that a filter that cannot be answered can be taken away again. */
  protected override renderTrouble(trouble: Trouble): unknown {
    const notice = super.renderTrouble(trouble);
    return this.description === null ? notice : this.#renderFrame(this.description, notice);
  }

  #renderFrame(report: Report, body: unknown): unknown {
    const shown = this.#shown(report);
    return html`${renderToolbar({
      report,
      title: this.heading ?? report.title,
      count: this.countWords(),
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
        columns: report.columns,
        filters: this.question.filters ?? [],
        fixed: this.fixedFilters,
        locale: this.speech,
        onEdit: this.#edit,
        onRemove: this.#removeFilter,
        onClear: () => this.change({ filters: [] }),
      })}
      <div class="progress ${this.busy ? 'on' : ''}" aria-hidden="true"></div>
      <div class="body" part="body">${body}</div>
      ${this.#renderEditor(report)}
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
    ${renderPager({
      rows,
      trail: this.shownTrail,
      pageSize: readPageSize(this.pageSize),
      locale: this.speech,
      onBack: () => this.turn(back(this.shownTrail)),
      onForward: () => this.turn(forward(this.shownTrail, rows.next_cursor ?? '')),
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
          open ? this.renderRoot.querySelector<HTMLElement>('#columns-button') : null,
        ),
    };
  }

  #renderEditor(report: Report): unknown {
    return html`<div
      popover
      id="editor"
      part="menu"
      role="dialog"
      aria-label=${this.say('filter.add')}
      @toggle=${(event: ToggleEvent) => {
        if (event.newState === 'closed')
          this.#popovers.follow(event.currentTarget as HTMLElement, null);
      }}
    >
      <ambit-filter-editor
        theme=${this.theme}
        .columns=${filterColumns(report)}
        .speech=${this.speech}
        .suggest=${this.#suggest}
        @filter-made=${this.#takeFilter}
      ></ambit-filter-editor>
    </div>`;
  }

  #shown = (report: Report): readonly Column[] =>
    shownColumns(report.columns, this.question.columns);

  #search = (event: Event): void => {
    const q = (event.target as HTMLInputElement).value;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.change({ q }), typingPauseMs);
  };

  #clearAll = (): void => {
    this.change({ filters: [], q: '' });
    this.#focus('.search input, #add-filter');
  };

  #removeFilter = (index: number): void => {
    this.change({ filters: (this.question.filters ?? []).toSpliced(index, 1) });
    this.#focus('.chip-close, #add-filter');
  };

  /** The same popover serves every chip; it belongs to the control that was pressed. */
  #edit = (index: number | null, anchor: HTMLElement): void => {
    const popover = this.renderRoot.querySelector<HTMLElement>('#editor');
    if (!popover) return;
    this.#editing = index;
    popover.showPopover({ source: anchor });
    this.#popovers.follow(popover, anchor);
    const filter = index === null ? null : (this.question.filters?.[index] ?? null);
    popover.querySelector<FilterEditor>('ambit-filter-editor')?.edit(filter);
  };

  #takeFilter = (event: CustomEvent<Filter>): void => {
    const filters = [...(this.question.filters ?? [])];
    filters.splice(this.#editing ?? filters.length, 1, event.detail);
    this.renderRoot.querySelector<HTMLElement>('#editor')?.hidePopover();
    this.change({ filters });
    this.#focus(`.chip:nth-child(${(this.#editing ?? filters.length - 1) + 1}) .chip-words`);
  };

  #suggest: Suggest = async (column, search, signal) => {
    const filters = (this.question.filters ?? []).filter((filter) => filter.column !== column);
    const q = this.question.q;
    const client = await connected();
    return client.facets(this.report, column, { filters, ...(q ? { q } : {}) }, search, signal);
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
