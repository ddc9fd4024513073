/** The filters in force as chips: each says itself in words, opens to be changed, and goes at a press. */
import { html, nothing } from 'lit';
import type { Column } from '../../shared/wire/column.ts';
import type { Filter } from '../../shared/wire/report.ts';
import type { Locale } from '../locale/locale.ts';
import { icon } from '../theme/icon.ts';
import { sentenceOf, wordsOf } from './filter-words.ts';
import type { Names } from './names.ts';

export interface FilterBarView {
  readonly columns: readonly Column[];
  readonly names: Names;
  readonly filters: readonly Filter[];
  /** Whether the reader may change them. */
  readonly fixed: boolean;
  readonly locale: Locale;
  /** Opens the editor beside `anchor`; null for a new filter. */
  readonly onEdit: (index: number | null, anchor: HTMLElement) => void;
  readonly onRemove: (index: number) => void;
  readonly onClear: () => void;
}

/** The API takes no more filters in one question. */
const mostFilters = 20;

export function renderFilterBar(view: FilterBarView): unknown {
  const { filters, fixed, locale } = view;
  if (fixed && filters.length === 0) return nothing;
  const addable =
    !fixed && filters.length < mostFilters && view.columns.some((column) => column.filterable);
  return html`<div class="filters" part="filters" role="group" aria-label=${locale.say('filter.bar')}>
    ${filters.map((filter, index) => renderChip(view, filter, index))}
    ${
      addable
        ? html`<button
          class="button plain"
          id="add-filter"
          aria-haspopup="dialog"
          @click=${(event: Event) => view.onEdit(null, event.currentTarget as HTMLElement)}
        >
          ${icon('filter')}${locale.say('filter.add')}
        </button>`
        : nothing
    }
    ${
      !fixed && filters.length > 1
        ? html`<button class="button plain" @click=${view.onClear}>${locale.say('filter.clear')}</button>`
        : nothing
    }
  </div>`;
}

function renderChip(view: FilterBarView, filter: Filter, index: number): unknown {
  const { locale, fixed } = view;
  const column = view.names.columnOf(filter, view.columns);
  const words = wordsOf(filter, column, locale);
  const sentence = sentenceOf(words);
  const shown = html`<span class="muted">${words.column} ${words.op}</span> <b>${words.value}</b>`;
  return html`<span class="chip" part="chip">
    ${
      !fixed && column?.filterable
        ? html`<button
          class="chip-words"
          aria-haspopup="dialog"
          aria-label=${locale.say('filter.edit', { filter: sentence })}
          @click=${(event: Event) => view.onEdit(index, event.currentTarget as HTMLElement)}
        >
          ${shown}
        </button>`
        : html`<span class="chip-words">${shown}</span>`
    }
    ${
      fixed
        ? nothing
        : html`<button
          class="chip-close"
          aria-label=${locale.say('filter.remove', { filter: sentence })}
          @click=${() => view.onRemove(index)}
        >
          ${icon('close')}
        </button>`
    }
  </span>`;
}
