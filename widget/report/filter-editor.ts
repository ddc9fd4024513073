/** The little form that makes one filter: column, condition, value, with the values that exist to choose from. */
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import { type FilterOperator, operatorsByType } from '../../shared/column-type.ts';
import type { Column } from '../../shared/wire/column.ts';
import type { Filter } from '../../shared/wire/report.ts';
import { english, type Locale } from '../locale/locale.ts';
import { base } from '../theme/base.ts';
import { tokens } from '../theme/tokens.ts';
import { controlFor, filterOf, textsOf } from './filter-draft.ts';
import { filterEditorStyles } from './filter-editor-style.ts';
import { type Suggest, Suggestions } from './suggestions.ts';
import { renderValue } from './value-control.ts';

const typingPauseMs = 200;

/**
 * Fires `filter-made` with the Filter as detail. Part of the report table, not for hosts: `edit` starts it afresh.
 */
export class FilterEditor extends LitElement {
  static override properties: PropertyDeclarations = {
    columns: { attribute: false },
    speech: { attribute: false },
    suggest: { attribute: false },
    theme: { type: String, reflect: true },
    column: { state: true },
    op: { state: true },
    texts: { state: true },
    search: { state: true },
  };
  static override styles = [tokens, base, filterEditorStyles];

  declare columns: readonly Column[];
  declare speech: Locale;
  declare suggest: Suggest | null;
  declare theme: string;
  declare private column: Column | null;
  declare private op: FilterOperator;
  declare private texts: readonly string[];
  declare private search: string;

  #suggestions = new Suggestions(this);

  constructor() {
    super();
    this.columns = [];
    this.speech = english;
    this.suggest = null;
    this.theme = 'auto';
    this.column = null;
    this.op = 'equals';
    this.texts = [];
    this.search = '';
  }

  /** Begins with `filter`, or with the first column when it is null, and takes the focus. */
  edit(filter: Filter | null): void {
    const column = this.columns.find((candidate) => candidate.id === filter?.column) ?? null;
    this.#take(column ?? this.columns[0] ?? null);
    if (column && filter) {
      this.op = filter.op;
      this.texts = textsOf(column, filter);
    }
    this.#refresh(0);
    void this.updateComplete.then(() => this.renderRoot.querySelector('select')?.focus());
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('column') || changed.has('op')) this.#refresh(0);
  }

  protected override render(): unknown {
    const { column, speech } = this;
    if (column === null) return nothing;
    const { say } = speech;
    return html`<form lang=${speech.tag} dir=${speech.direction} @submit=${this.#submit}>
      <label>
        <span>${say('filter.column')}</span>
        <select class="field" @change=${this.#pickColumn}>
          ${this.columns.map(
            (each) =>
              html`<option value=${each.id} .selected=${each.id === column.id}>${each.label}</option>`,
          )}
        </select>
      </label>
      <label>
        <span>${say('filter.op')}</span>
        <select class="field" @change=${this.#pickOp}>
          ${operatorsByType[column.type].map(
            (op) =>
              html`<option value=${op} .selected=${op === this.op}>${say(`op.${op}`)}</option>`,
          )}
        </select>
      </label>
      ${renderValue({
        column,
        op: this.op,
        texts: this.texts,
        search: this.search,
        facets: this.#suggestions.facets,
        state: this.#suggestions.state,
        locale: speech,
        onTexts: this.#type,
        onSearch: this.#find,
      })}
      <button class="button primary" type="submit" ?disabled=${this.#made() === null}>
        ${say('filter.apply')}
      </button>
    </form>`;
  }

  #made = (): Filter | null =>
    this.column === null ? null : filterOf(this.column, this.op, this.texts);

  #take(column: Column | null): void {
    this.column = column;
    const operators: readonly FilterOperator[] = column ? operatorsByType[column.type] : ['equals'];
    // Ticking a list is the quickest way to a value, where there is a list; else part of a text is.
    const listed = column !== null && (column.facet || column.choices !== null);
    const quickest = (['in', 'contains'] as const).slice(listed ? 0 : 1);
    this.op = quickest.find((op) => operators.includes(op)) ?? operators[0] ?? 'equals';
    this.texts = [];
    this.search = '';
    this.#suggestions.forget();
  }

  #pickColumn = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    this.#take(this.columns.find((column) => column.id === value) ?? null);
  };

  #pickOp = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    const before = this.column && controlFor(this.column, this.op);
    this.op = value as FilterOperator;
    if (this.column && controlFor(this.column, this.op) !== before) this.texts = [];
  };

  #type = (texts: readonly string[]): void => {
    this.texts = texts;
    if (this.column && controlFor(this.column, this.op) === 'text') this.#refresh(typingPauseMs);
  };

  #find = (search: string): void => {
    this.search = search;
    this.#refresh(typingPauseMs);
  };

  #submit = (event: Event): void => {
    event.preventDefault();
    const detail = this.#made();
    if (detail) this.dispatchEvent(new CustomEvent('filter-made', { detail }));
  };

  /** Looks for values where the API lists them and the control can show them. */
  #refresh(pauseMs: number): void {
    const { column, suggest } = this;
    if (!column?.facet || !suggest) return;
    const control = controlFor(column, this.op);
    if (control !== 'list' && control !== 'text') return;
    const search = control === 'list' ? this.search : (this.texts[0] ?? '');
    this.#suggestions.ask(suggest, column.id, search, pauseMs);
  }
}
