/** The menu in which a reader chooses the columns of a report. */
import { html, nothing } from 'lit';
import type { Column } from '../../shared/wire/column.ts';
import type { Locale } from '../locale/locale.ts';
import { icon } from '../theme/icon.ts';

export interface ColumnMenuView {
  readonly columns: readonly Column[];
  readonly shown: readonly Column[];
  readonly locale: Locale;
  readonly onToggle: (id: string) => void;
  readonly onReset: () => void;
  /** The popover has opened (true) or closed. */
  readonly onState: (popover: HTMLElement, open: boolean) => void;
}

export function renderColumnMenu(view: ColumnMenuView): unknown {
  const { columns, shown, locale } = view;
  const ids = new Set(shown.map((column) => column.id));
  return html`<button class="button" part="button" id="columns-button" popovertarget="columns">
      ${icon('columns')}<span class="label">${locale.say('report.columns')}</span>
    </button>
    <div
      popover
      id="columns"
      part="menu"
      role="group"
      aria-label=${locale.say('report.columns')}
      @toggle=${(event: ToggleEvent) =>
        view.onState(event.currentTarget as HTMLElement, event.newState === 'open')}
    >
      ${columns.map(
        (column) => html`<label class="option" title=${column.description ?? nothing}>
          <input
            type="checkbox"
            .checked=${ids.has(column.id)}
            ?disabled=${ids.has(column.id) && ids.size === 1}
            @change=${() => view.onToggle(column.id)}
          />
          <span>${column.label}</span>
        </label>`,
      )}
      <button class="button plain" @click=${view.onReset}>${locale.say('report.columns-reset')}</button>
    </div>`;
}
