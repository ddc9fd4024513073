/** The control in which the value of a filter is typed, picked or ticked. */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { FilterOperator } from '../../shared/column-type.ts';
import type { Column } from '../../shared/wire/column.ts';
import type { Facets } from '../../shared/wire/report.ts';
import type { Locale } from '../locale/locale.ts';
import { controlFor } from './filter-draft.ts';
import type { SuggestionState } from './suggestions.ts';

/** A list up to this long is seen whole; beyond it one searches. */
const shortList = 8;

export interface ValueView {
  readonly column: Column;
  readonly op: FilterOperator;
  readonly texts: readonly string[];
  readonly search: string;
  readonly facets: Facets | null;
  readonly state: SuggestionState;
  readonly locale: Locale;
  readonly onTexts: (texts: readonly string[]) => void;
  readonly onSearch: (search: string) => void;
}

interface Option {
  readonly value: string;
  readonly label: string;
  readonly count: number | null;
}

const typed = (event: Event): string => (event.target as HTMLInputElement).value;

export function renderValue(view: ValueView): unknown {
  const { column, locale, facets } = view;
  const { say } = locale;
  const control = controlFor(column, view.op);
  switch (control) {
    case 'none':
      return nothing;
    case 'text':
      return labelled(
        say('filter.value'),
        html`${input(view, 'text')}
          <datalist id="values">
            ${facets?.values.map((each) => html`<option value=${String(each.value)}></option>`)}
          </datalist>`,
      );
    case 'number':
      return labelled(
        say(column.type === 'percent' ? 'filter.percent' : 'filter.value'),
        input(view, 'number'),
      );
    case 'hours':
      return labelled(say('filter.hours'), input(view, 'number'));
    case 'date':
      return labelled(say('filter.value'), input(view, 'date'));
    case 'boolean':
      return labelled(
        say('filter.value'),
        select(view, [
          { value: 'true', label: say('yes') },
          { value: 'false', label: say('no') },
        ]),
      );
    case 'choice':
      return labelled(say('filter.value'), select(view, column.choices ?? []));
    case 'list':
      return renderList(view);
    default:
      return control satisfies never;
  }
}

const labelled = (label: string, control: unknown): unknown =>
  html`<label><span>${label}</span>${control}</label>`;

const input = (view: ValueView, type: 'text' | 'number' | 'date'): unknown =>
  html`<input
    class="field"
    type=${type}
    step="any"
    list=${type === 'text' ? 'values' : nothing}
    .value=${view.texts[0] ?? ''}
    @input=${(event: Event) => view.onTexts([typed(event)])}
  />`;

const select = (view: ValueView, options: readonly { value: string; label: string }[]): unknown =>
  html`<select class="field" @change=${(event: Event) => view.onTexts([typed(event)])}>
    <option value="" .selected=${view.texts.length === 0}></option>
    ${options.map(
      ({ value, label }) =>
        html`<option value=${value} .selected=${value === view.texts[0]}>${label}</option>`,
    )}
  </select>`;

function renderList(view: ValueView): unknown {
  const { column, texts, facets, state, search } = view;
  const { say } = view.locale;
  const listed = column.facet ? state !== 'failed' : column.choices !== null;
  if (!listed) {
    return labelled(
      say('filter.value'),
      html`<input class="field" .value=${texts.join(', ')} @input=${(event: Event) => view.onTexts(split(typed(event)))} />
        <small class="muted">${say('filter.list-hint')}</small>`,
    );
  }
  const options = optionsOf(view);
  const searchable = column.facet && (options.length > shortList || search !== '' || facets?.more);
  return html`<fieldset>
    <legend>${say('filter.values')}</legend>
    ${
      searchable
        ? html`<input
            class="field"
            type="search"
            aria-label=${say('filter.find')}
            placeholder=${say('filter.find')}
            .value=${search}
            @input=${(event: Event) => view.onSearch(typed(event))}
          />`
        : nothing
    }
    <div class="values" aria-busy=${state === 'asking'}>
      ${options.map((option) => renderOption(view, option))}
      ${
        options.length === 0
          ? html`<p class="muted">${say(state === 'ready' ? 'filter.none' : 'loading')}</p>`
          : nothing
      }
    </div>
    ${facets?.more ? html`<small class="muted">${say('filter.more')}</small>` : nothing}
  </fieldset>`;
}

function renderOption(view: ValueView, { value, label, count }: Option): unknown {
  const tick = (event: Event): void => {
    const others = view.texts.filter((each) => each !== value);
    view.onTexts((event.target as HTMLInputElement).checked ? [...others, value] : others);
  };
  return html`<label class="value">
    <input type="checkbox" value=${value} .checked=${live(view.texts.includes(value))} @change=${tick} />
    <span>${label}</span>
    <span class="muted">${count === null ? '' : view.locale.format.number(count)}</span>
  </label>`;
}

/** Ticked values that are not among those found come first: nothing chosen is out of sight while one searches for more. */
function optionsOf({ column, texts, facets }: ValueView): Option[] {
  const labels = new Map(column.choices?.map((choice) => [choice.value, choice.label]));
  const listed: readonly Option[] = column.facet
    ? (facets?.values ?? []).flatMap(({ value, label, count }) =>
        value === null
          ? []
          : [{ value: String(value), label: labels.get(String(value)) ?? label, count }],
      )
    : (column.choices ?? []).map((choice) => ({ ...choice, count: null }));
  const found = new Set(listed.map(({ value }) => value));
  const sought = texts.filter((value) => !found.has(value));
  // Else the order stays: a box that moves away under the reader's finger loses the focus.
  return [
    ...sought.map((value) => ({ value, label: labels.get(value) ?? value, count: null })),
    ...listed,
  ];
}

const split = (text: string): string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
