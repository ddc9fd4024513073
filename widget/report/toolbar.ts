/** The head of the report: its name and count, the search, the columns, the export. */
import { html, nothing } from 'lit';
import type { Column } from '../../shared/wire/column.ts';
import type { Report } from '../../shared/wire/report.ts';
import type { Asked } from '../client/client.ts';
import type { Locale } from '../locale/locale.ts';
import { icon } from '../theme/icon.ts';
import { type ColumnMenuView, renderColumnMenu } from './column-menu.ts';

export interface ToolbarView {
  readonly report: Report;
  /** Empty hides the heading. */
  readonly title: string;
  readonly count: string;
  readonly question: Asked;
  readonly shown: readonly Column[];
  readonly searchable: boolean;
  readonly exportable: boolean;
  /** Null where the columns are not for the reader to choose. */
  readonly columnMenu: ColumnMenuView | null;
  readonly theme: string;
  readonly locale: Locale;
  readonly onSearch: (event: Event) => void;
}

export function renderToolbar(view: ToolbarView): unknown {
  const { report, title, columnMenu } = view;
  return html`<header class="toolbar" part="toolbar">
    <div class="name">
      ${title === '' ? nothing : html`<h2 part="heading" title=${report.description}>${title}</h2>`}
      <span class="count muted">${view.count}</span>
    </div>
    ${view.searchable ? renderSearch(view) : nothing}
    ${columnMenu ? renderColumnMenu(columnMenu) : nothing}
    ${view.exportable && report.exportable ? renderExport(view) : nothing}
  </header>`;
}

const renderSearch = ({ report, question, locale, onSearch }: ToolbarView): unknown =>
  html`<label class="search">
    ${icon('search')}
    <input
      class="field"
      type="search"
      maxlength="200"
      aria-label=${locale.say('report.search-in', { report: report.title })}
      placeholder=${locale.say('report.search')}
      .value=${question.q ?? ''}
      @input=${onSearch}
    />
  </label>`;

/** The file has the columns on screen, in their order. */
const renderExport = ({ report, question, shown, theme, locale }: ToolbarView): unknown =>
  html`<ambit-export-button
    part="export"
    theme=${theme}
    locale=${locale.tag}
    .report=${report.id}
    .question=${{ ...question, columns: shown.map((column) => column.id) }}
    .allowed=${report.exportable}
  ></ambit-export-button>`;
