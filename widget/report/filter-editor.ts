/** The little form that makes one filter: column, condition, value, with the values that exist to choose from. */
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import { type FilterOperator, operatorsByType } from '../../shared/column-type.ts';
import type { Column } from '../../shared/wire/column.ts';
import type { Facets, Filter } from '../../shared/wire/report.ts';
import { isAbort } from '../client/trouble.ts';
import { english, type Locale } from '../locale/locale.ts';
import { base } from '../theme/base.ts';
import { tokens } from '../theme/tokens.ts';
import { controlFor, filterOf, textsOf } from './filter-draft.ts';
import { filterEditorStyles } from './filter-editor-style.ts';

/** Asks for the values of a column that the filters in force leave. */
export type Suggest = (column: string, search: string, signal: AbortSignal) => Promise<Facets>;

const typingPauseMs = 200;
/** A list up to this long is seen whole; beyond it one searches. */
const shortList = 8;

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
    facets: { state: true },
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
  declare private facets: Facets | null;

  #asking: AbortController | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;

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
    this.facets = null;
  }

  /** Begins with `filter`, or with the first column when it is null, and takes the focus. */
  edit(filter: Filter | null): void {
    const column = this.columns.find((candidate) => candidate.id === filter?.column) ?? null;
    this.#take(column ?? this.columns[0] ?? null);
    if (column && filter) {
      this.op = filter.op;
      this.texts = textsOf(column, filter);
    }
    void this.updateComplete.then(() => this.renderRoot.querySelector('select')?.focus());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
    clearTimeout(this.#pause);
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('column') || changed.has('op')) this.#refreshSuggestions(0);
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
              html`<option value=${each.id} ?selected=${each === column}>${each.label}</option>`,
          )}
        </select>
      </label>
      <label>
        <span>${say('filter.op')}</span>
        <select class="field" .value=${this.op} @change=${this.#pickOp}>
          ${operatorsByType[column.type].map(
            (op) =>
              html`<option value=${op} ?selected=${op === this.op}>${say(`op.${op}`)}</option>`,
          )}
        </select>
      </label>
      ${this.#renderValue(column)}
      <button class="button primary" type="submit" ?disabled=${this.#made() === null}>
        ${say('filter.apply')}
      </button>
    </form>`;
  }

  #renderValue(column: Column): unknown {
    const { say } = this.speech;
    const control = controlFor(column, this.op);
    switch (control) {
      case 'none':
        return nothing;
      case 'text':
        return this.#field(html`<input class="field" list="values" .value=${this.#first()} @input=${this.#type} />
          <datalist id="values">
            ${this.facets?.values.map((each) => html`<option value=${String(each.value)}></option>`)}
          </datalist>`);
      case 'number':
      case 'hours':
        return this.#field(
          html`<input class="field" type="number" step="any" .value=${this.#first()} @input=${this.#type} />`,
          control === 'hours'
            ? say('filter.hours')
            : column.type === 'percent'
              ? say('filter.percent')
              : undefined,
        );
      case 'date':
        return this.#field(
          html`<input class="field" type="date" .value=${this.#first()} @input=${this.#type} />`,
        );
      case 'boolean':
        return this.#field(
          this.#select([
            ['true', say('yes')],
            ['false', say('no')],
          ]),
        );
      case 'choice':
        return this.#field(
          this.#select(
            (column.choices ?? []).map((choice) => [choice.value, choice.label] as const),
          ),
        );
      case 'list':
        return this.#renderList(column);
      default:
        return control satisfies never;
    }
  }

  #field(control: unknown, label = this.speech.say('filter.value')): unknown {
    return html`<label><span>${label}</span>${control}</label>`;
  }

  #select(options: readonly (readonly [value: string, label: string])[]): unknown {
    return html`<select class="field" @change=${this.#type}>
      <option value="" ?selected=${this.#first() === ''}></option>
      ${options.map(
        ([value, label]) =>
          html`<option value=${value} ?selected=${value === this.#first()}>${label}</option>`,
      )}
    </select>`;
  }

  /** Ticked values come first, so that nothing chosen is out of sight while one searches for more. */
  #renderList(column: Column): unknown {
    const { say, format } = this.speech;
    const options = this.#options(column);
    if (options === null) {
      return this.#field(html`<input class="field" .value=${this.texts.join(', ')} @change=${this.#typeList} />
        <small class="muted">${say('filter.list-hint')}</small>`);
    }
    return html`<fieldset>
      <legend>${say('filter.values')}</legend>
      ${
        column.facet && (options.length > shortList || this.search !== '' || this.facets?.more)
          ? html`<input class="field" type="search" aria-label=${say('filter.find')} placeholder=${say('filter.find')}
            .value=${this.search} @input=${this.#find} />`
          : nothing
      }
      <div class="values">
        ${options.map(
          ({ value, label, count }) => html`<label class="value">
            <input type="checkbox" value=${value} .checked=${this.texts.includes(value)} @change=${this.#tick} />
            <span>${label}</span>
            <span class="muted">${count === null ? '' : format.number(count)}</span>
          </label>`,
        )}
        ${options.length === 0 ? html`<p class="muted">${say('filter.none')}</p>` : nothing}
      </div>
      ${this.facets?.more ? html`<small class="muted">${say('filter.more')}</small>` : nothing}
    </fieldset>`;
  }

  /** What can be ticked; null when the column has neither choices nor facets and values must be typed. */
  #options(column: Column): { value: string; label: string; count: number | null }[] | null {
    if (!column.facet && column.choices === null) return null;
    const found = new Map<string, { value: string; label: string; count: number | null }>();
    for (const value of this.texts)
      found.set(value, { value, label: labelIn(column, value), count: null });
    const listed =
      this.facets?.values.flatMap(({ value, label, count }) =>
        value === null ? [] : [{ value: String(value), label, count }],
      ) ??
      (column.facet ? [] : (column.choices ?? []).map((choice) => ({ ...choice, count: null })));
    for (const option of listed) found.set(option.value, option);
    return [...found.values()];
  }

  #first = (): string => this.texts[0] ?? '';
  #made = (): Filter | null =>
    this.column === null ? null : filterOf(this.column, this.op, this.texts);

  #take(column: Column | null): void {
    this.column = column;
    const operators: readonly FilterOperator[] = column ? operatorsByType[column.type] : ['equals'];
    // Ticking a list is the quickest way to a value, where there is a list.
    const listed = column !== null && (column.facet || column.choices !== null);
    this.op = listed && operators.includes('in') ? 'in' : (operators[0] ?? 'equals');
    this.texts = [];
    this.search = '';
    this.facets = null;
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

  #type = (event: Event): void => {
    this.texts = [(event.target as HTMLInputElement).value];
    if (this.op === 'equals' || this.op === 'not_equals') this.#refreshSuggestions(typingPauseMs);
  };

  #typeList = (event: Event): void => {
    const { value } = event.target as HTMLInputElement;
    this.texts = value
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  };

  #tick = (event: Event): void => {
    const { value, checked } = event.target as HTMLInputElement;
    const others = this.texts.filter((each) => each !== value);
    this.texts = checked ? [...others, value] : others;
  };

  #find = (event: Event): void => {
    this.search = (event.target as HTMLInputElement).value;
    this.#refreshSuggestions(typingPauseMs);
  };

  #submit = (event: Event): void => {
    event.preventDefault();
    const detail = this.#made();
    if (detail) this.dispatchEvent(new CustomEvent('filter-made', { detail }));
  };

  #refreshSuggestions(pauseMs: number): void {
    clearTimeout(this.#pause);
    this.#asking?.abort();
    const { column, suggest } = this;
    if (!column?.facet || !suggest || (column.type !== 'text' && column.type !== 'choice')) return;
    const control = controlFor(column, this.op);
    if (control !== 'list' && control !== 'text') return;
    const search = control === 'list' ? this.search : this.#first();
    this.#pause = setTimeout(() => void this.#ask(suggest, column.id, search), pauseMs);
  }

  /** Suggestions are a comfort: when they cannot be had, one types the value. */
  async #ask(suggest: Suggest, column: string, search: string): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const facets = await suggest(column, search, asking.signal);
      if (!asking.signal.aborted) this.facets = facets;
    } catch (error) {
      if (!isAbort(error)) this.facets = null;
    }
  }
}

const labelIn = (column: Column, value: string): string =>
  column.choices?.find((choice) => choice.value === value)?.label ?? value;
