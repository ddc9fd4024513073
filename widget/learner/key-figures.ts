/** The one row about a learner in words: who they are in a line, and their figures side by side. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ColumnType } from '../../shared/column-type.ts';
import type { Column } from '../../shared/wire/column.ts';
import type { Report, Rows } from '../../shared/wire/report.ts';
import type { Locale } from '../locale/locale.ts';
import { tellReport } from '../locale/told.ts';
import { alarmOf, cellText, renderCell } from '../report/cell.ts';

export interface Profile {
  readonly report: Report;
  readonly row: Rows['rows'][number];
}

const measured: ReadonlySet<ColumnType> = new Set(['number', 'percent', 'duration']);

const shownColumns = ({ report }: Profile, locale: Locale): Column[] =>
  tellReport(report, locale).columns.filter(({ shown }) => shown);

/** Everything that the row says in words, after the name: username, e-mail, branch. What is not so is not said. */
export function renderAbout(profile: Profile, name: string, locale: Locale): unknown {
  const facts = shownColumns(profile, locale)
    .filter(({ type }) => !measured.has(type))
    .flatMap((column) => {
      const text = cellText(column, profile.row[column.id], locale);
      const said = profile.row[column.id] !== false && text !== '' && text !== name;
      return said ? [column] : [];
    });
  if (facts.length === 0) return nothing;
  return html`<dl class="about-learner">${facts.map(
    (column) => html`<div>
      <dt>${column.label}</dt>
      <dd>${renderCell(column, profile.row[column.id], locale)}</dd>
    </div>`,
  )}</dl>`;
}

/** The figures of the row, each with what it counts. */
export function renderFigures(profile: Profile, locale: Locale): TemplateResult | typeof nothing {
  const columns = shownColumns(profile, locale).filter(({ type }) => measured.has(type));
  if (columns.length === 0) return nothing;
  return html`<dl class="figures" part="figures" aria-label=${locale.say('learner.figures')}>${columns.map(
    (column) => {
      const value = profile.row[column.id];
      return html`<div class=${alarmOf(column, value) ?? nothing}>
        <dt title=${column.description ?? nothing}>${column.label}</dt>
        <dd>${cellText(column, value, locale) || '–'}</dd>
      </div>`;
    },
  )}</dl>`;
}
