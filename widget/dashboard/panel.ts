/** The panel beneath a figure: the rows behind it, or one of their people, and the way back. */
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { Drill } from '../../shared/wire/dashboard.ts';
import type { Rows } from '../../shared/wire/report.ts';
import type { Density, Theme } from '../element.ts';
import type { Locale } from '../locale/locale.ts';
import { icon } from '../theme/icon.ts';
import type { Step } from './trail.ts';

export interface PanelOptions {
  readonly locale: Locale;
  readonly theme: Theme;
  readonly density: Density;
  readonly back: () => void;
  readonly onRow: (event: CustomEvent<{ row: Rows['rows'][number] }>) => void;
}

/** The last step of the trail; nothing while there is none. */
export function drawPanel(
  trail: readonly Step[],
  options: PanelOptions,
): TemplateResult | typeof nothing {
  const step = trail.at(-1);
  if (step === undefined) return nothing;
  const rows = trail.findLast((one) => one.kind === 'rows');
  const { say } = options.locale;
  return html`<section
    class="panel"
    part="panel"
    aria-labelledby="panel-title"
    @keydown=${(event: KeyboardEvent) => leaveOnEscape(event, options.back)}
  >
    <header class="panel-head">
      <button class="button" type="button" part="back" @click=${options.back}>
        ${icon('previous')}${say(trail.length > 1 ? 'learner.back' : 'board.back')}
      </button>
      <h2 id="panel-title" tabindex="-1"><bdi>${step.title}</bdi></h2>
    </header>
    ${rows?.kind === 'rows' ? drawRows(rows.drill, step !== rows, options) : nothing}
    ${step.kind === 'learner' ? drawLearner(step.userId, options) : nothing}
  </section>`;
}

/**
 * The table stays while one of its people is looked at: page, filters and scroll are there on return. The guard
 * keeps Lit from setting the question again at every picture, which would put the reader's own filters away.
 */
function drawRows(
  drill: NonNullable<Drill>,
  hidden: boolean,
  { locale, theme, density, onRow }: PanelOptions,
): TemplateResult {
  return html`<ambit-report
    ?hidden=${hidden}
    .report=${drill.report}
    .question=${guard([drill], () => ({ filters: drill.filters, sort: drill.sort }))}
    .heading=${''}
    .searchable=${true}
    .exportable=${true}
    .columnChoice=${true}
    .theme=${theme}
    .density=${density}
    .locale=${locale.tag}
    @ambit-row-activate=${onRow}
  ></ambit-report>`;
}

const drawLearner = (
  userId: string,
  { locale, theme, density }: PanelOptions,
): TemplateResult => html`<ambit-learner
  .userId=${userId}
  .heading=${''}
  .theme=${theme}
  .density=${density}
  .locale=${locale.tag}
></ambit-learner>`;

/** Escape goes back, once nothing else on its way has a use for it: an open menu, a dialog, a search to be emptied. */
function leaveOnEscape(event: KeyboardEvent, back: () => void): void {
  if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
  const [target] = event.composedPath();
  if (target instanceof HTMLInputElement && target.type === 'search' && target.value !== '') return;
  const opened = event
    .composedPath()
    .some((on) => on instanceof ShadowRoot && on.querySelector(':popover-open, dialog[open]'));
  if (opened) return;
  // A dialog of the page, with the dashboard inside it, stays open.
  event.preventDefault();
  back();
}
