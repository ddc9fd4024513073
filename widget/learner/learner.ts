/** `<ambit-learner>`: one person on a page: who they are, how far they are, and their courses, plans and certificates. */
import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Filter } from '../../shared/wire/report.ts';
import type { Client } from '../client/client.ts';
import { parseNames, parseSort } from '../client/question.ts';
import { Trouble } from '../client/trouble.ts';
import { learnerName } from '../dashboard/trail.ts';
import { AmbitElement } from '../element.ts';
import type { MessageKey } from '../locale/words.ts';
import { type Profile, renderAbout, renderFigures } from './key-figures.ts';
import { learnerStyles } from './learner-styles.ts';

/** Columns and sort are written as attributes write them; empty takes the report's own. */
interface Section {
  readonly report: string;
  readonly heading: MessageKey;
  readonly columns: string;
  readonly sort: string;
}

/**
 * In reading order, and what is late first. A section shows only where the viewer may ask its report about one
 * learner; whose page it is need not be said in every row.
 */
const sections: readonly Section[] = [
  {
    report: 'transcript',
    heading: 'learner.courses',
    columns: '',
    sort: '-overdue,due_at,course_name',
  },
  {
    report: 'plan_progress',
    heading: 'learner.plans',
    columns: 'plan_name,status,progress,courses_completed,courses,due_at,overdue',
    sort: '',
  },
  {
    report: 'certificates',
    heading: 'learner.certificates',
    columns: 'certificate_name,state,issued_at,expires_at',
    sort: '',
  },
];

/** The report with one row for each person: name and key figures come from it. */
const profileReport = 'learners';

/**
 * Attributes: `user-id` (the learner's id, as the rows of a report name it), `heading` (empty hides it; else the
 * learner's name). Parts: root, heading, figures, section.
 */
export class AmbitLearner extends AmbitElement {
  static override properties: PropertyDeclarations = {
    userId: { type: String, attribute: 'user-id' },
    heading: { type: String },
    profile: { state: true },
    shown: { state: true },
  };
  static override styles = [...AmbitElement.styles, learnerStyles];

  declare userId: string;
  declare heading: string | null;
  declare private profile: Profile | null;
  declare private shown: readonly Section[];
  /** One question for all sections, the same object until the learner changes; set once, hence the guards. */
  #question: { filters: Filter[] } = { filters: [] };

  constructor() {
    super();
    this.userId = '';
    this.heading = null;
    this.profile = null;
    this.shown = [];
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!changed.has('userId')) return;
    this.#question = { filters: [{ column: 'user_id', op: 'equals', value: this.userId }] };
    if (this.hasUpdated) this.startOver();
  }

  protected override drop(): void {
    this.profile = null;
    this.shown = [];
  }

  /** A learner outside the scope answers exactly like one who does not exist. */
  protected override async load(client: Client, signal: AbortSignal): Promise<void> {
    if (this.userId === '') throw new Trouble('rejected', 'The user-id attribute is missing.');
    const { reports } = await client.reports(signal);
    // Some may be opened and still not be asked about one person: issued certificates, for instance (PERM-041).
    const allowed = new Set(
      reports.filter(({ of_one_learner }) => of_one_learner).map(({ id }) => id),
    );
    const shown = sections.filter(({ report }) => allowed.has(report));
    if (shown.length === 0 && !allowed.has(profileReport)) throw new Trouble('forbidden');
    const profile = allowed.has(profileReport) ? await this.#loadProfile(client, signal) : null;
    signal.throwIfAborted();
    this.shown = shown;
    this.profile = profile;
  }

  async #loadProfile(client: Client, signal: AbortSignal): Promise<Profile> {
    const [report, { rows }] = await Promise.all([
      client.report(profileReport, signal),
      client.rows(profileReport, this.#question, { limit: 1, cursor: null }, signal),
    ]);
    const [row] = rows;
    if (row === undefined) throw new Trouble('missing');
    return { report, row };
  }

  protected override renderSkeleton(): unknown {
    return html`<div class="bones">
      <span class="bone title"></span>
      <div class="figures">${[1, 2, 3, 4].map(() => html`<span class="bone"></span>`)}</div>
      ${[1, 2, 3, 4, 5].map(() => html`<span class="bone"></span>`)}
    </div>`;
  }

  protected override renderReady(): unknown {
    const { profile } = this;
    const name =
      (profile && learnerName(profile.row)) || this.say('learner.unnamed', { id: this.userId });
    const title = this.heading ?? name;
    return html`<header>
        ${title === '' ? nothing : html`<h2 part="heading">${title}</h2>`}
        ${profile === null ? nothing : renderAbout(profile, name, this.speech)}
        ${profile === null ? nothing : renderFigures(profile, this.speech)}
      </header>
      ${repeat(
        this.shown,
        ({ report }) => `${report} ${this.userId}`,
        (section) => this.#renderSection(section),
      )}`;
  }

  #renderSection({ report, heading, columns, sort }: Section): unknown {
    return html`<section part="section">
      <ambit-report
        .report=${report}
        .question=${guard([this.#question], () => ({
          ...this.#question,
          columns: parseNames(columns),
          sort: parseSort(sort),
        }))}
        .heading=${this.say(heading)}
        .exportable=${true}
        .fixedFilters=${true}
        .theme=${this.theme}
        .density=${this.density}
        .locale=${this.speech.tag}
      ></ambit-report>
    </section>`;
  }
}
