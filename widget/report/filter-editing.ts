/** The making of filters in a report: opens the editor beside what was pressed, and takes up what comes out of it. */
import { html } from 'lit';
import type { Filter, Report } from '../../shared/wire/report.ts';
import type { Asked } from '../client/client.ts';
import { connected } from '../client/connection.ts';
import type { Locale } from '../locale/locale.ts';
import type { Popovers } from '../popover/popovers.ts';
import { filterColumns } from './filter-columns.ts';
import type { FilterEditor } from './filter-editor.ts';
import type { Suggest } from './suggestions.ts';

interface Editing {
  readonly root: () => ParentNode;
  readonly popovers: Popovers;
  /** The id of the report, and what it is asked now. */
  readonly asked: () => { readonly report: string; readonly question: Asked };
  readonly change: (filters: Filter[]) => void;
  /** Moves the focus once the next picture is drawn. */
  readonly focus: (selector: string) => void;
}

export class FilterEditing {
  readonly #editing: Editing;
  /** Which filter is being changed; null for a new one. */
  #index: number | null = null;

  constructor(editing: Editing) {
    this.#editing = editing;
  }

  /** The same popover serves every chip; it belongs to the control that was pressed. */
  readonly open = (index: number | null, anchor: HTMLElement): void => {
    const popover = this.#popover();
    if (!popover) return;
    this.#index = index;
    popover.showPopover({ source: anchor });
    this.#editing.popovers.follow(popover, anchor, true);
    const filter = index === null ? null : (this.#filters()[index] ?? null);
    popover.querySelector<FilterEditor>('ambit-filter-editor')?.edit(filter);
  };

  readonly remove = (index: number): void => {
    this.#editing.change(this.#filters().toSpliced(index, 1));
    this.#editing.focus('.chip-close, #add-filter');
  };

  render(report: Report, theme: string, locale: Locale): unknown {
    return html`<div
      popover
      id="editor"
      part="menu"
      role="dialog"
      aria-label=${locale.say('filter.add')}
      @toggle=${this.#onToggle}
    >
      <ambit-filter-editor
        theme=${theme}
        .columns=${filterColumns(report)}
        .speech=${locale}
        .suggest=${this.#suggest}
        @filter-made=${this.#take}
      ></ambit-filter-editor>
    </div>`;
  }

  readonly #filters = (): readonly Filter[] => this.#editing.asked().question.filters ?? [];

  readonly #popover = (): HTMLElement | null =>
    this.#editing.root().querySelector<HTMLElement>('#editor');

  readonly #onToggle = ({ currentTarget, newState }: ToggleEvent): void => {
    if (newState === 'open') return;
    this.#editing.popovers.follow(currentTarget as HTMLElement, null, false);
  };

  readonly #take = (event: CustomEvent<Filter>): void => {
    const filters = [...this.#filters()];
    const at = this.#index ?? filters.length;
    filters.splice(at, 1, event.detail);
    this.#popover()?.hidePopover();
    this.#editing.change(filters);
    this.#editing.focus(`.chip:nth-child(${at + 1}) .chip-words`);
  };

  /** The values that the other filters leave. */
  readonly #suggest: Suggest = async (column, search, signal) => {
    const { report, question } = this.#editing.asked();
    const filters = this.#filters().filter((filter) => filter.column !== column);
    const { q } = question;
    const client = await connected();
    return client.facets(report, column, { filters, ...(q ? { q } : {}) }, search, signal);
  };
}
