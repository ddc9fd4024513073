/** What stands on each page: one row a path, and the embed code just as a customer would write it. */
import { textsOf } from './brand.ts';
import { type Html, html } from './html.ts';
import type { View } from './page.ts';
import { say, type Word } from './words.ts';

export interface PageSpec {
  readonly title: Word;
  readonly widgets: boolean;
  readonly content: (view: View) => Html;
}

const head = ({ language }: View, title: Word, lead: Word): Html =>
  html`<h1>${say(language, title)}</h1>
    <p class="lead">${say(language, lead)}</p>`;

function home(view: View): Html {
  const { seat, brand, language, now } = view;
  const { news, notices } = textsOf(brand, language);
  const dates = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long' });
  const dayOf = (daysAgo: number) => dates.format(now.getTime() - daysAgo * 86_400_000);
  const [firstName = seat.name] = seat.name.split(' ');
  return html`<h1>${say(language, 'home.welcome')} <bdi>${firstName}</bdi></h1>
    <div class="home">
      <section aria-labelledby="news">
        <h2 id="news">${say(language, 'home.news')}</h2>
        ${news.map(
          ({ title, text, daysAgo }) => html`<article class="card">
            <p class="date">${dayOf(daysAgo)}</p>
            <h3>${title}</h3>
            <p>${text}</p>
          </article>`,
        )}
      </section>
      <aside>
        <section class="card call">
          <h2>${say(language, 'home.training')}</h2>
          <p>${say(language, 'home.training-text')}</p>
          <a class="button" href="/training">${say(language, 'home.training-link')}</a>
        </section>
        <section class="card" aria-labelledby="today">
          <h2 id="today">${say(language, 'home.today')}</h2>
          <dl class="notices">${notices.map(
            ([what, how]) => html`<div><dt>${what}</dt> <dd>${how}</dd></div>`,
          )}</dl>
        </section>
      </aside>
    </div>`;
}

const training = (view: View): Html => html`${head(view, 'nav.training', 'training.lead')}
  <ambit-dashboard dashboard="team_progress" theme="${view.theme}"></ambit-dashboard>`;

const people = (view: View): Html => html`${head(view, 'nav.people', 'people.lead')}
  <div class="card flush">
    <ambit-report
      report="learners" sort="-overdue,user_name" heading="" searchable column-choice exportable
      theme="${view.theme}" data-opens-learner
    ></ambit-report>
  </div>
  <dialog id="learner" class="sheet" closedby="any" aria-label="${say(view.language, 'people.dialog')}">
    <button class="quiet round close" type="button" aria-label="${say(view.language, 'close')}">
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 6 18 18M18 6 6 18" /></svg>
    </button>
    <div class="sheet-body"></div>
  </dialog>`;

const enrollments = (view: View): Html => html`${head(view, 'nav.enrollments', 'enrollments.lead')}
  <div class="card flush">
    <ambit-report
      report="enrollments" sort="-overdue,due_at,user_name" heading=""
      searchable column-choice exportable theme="${view.theme}"
    ></ambit-report>
  </div>`;

const certificates = (
  view: View,
): Html => html`${head(view, 'nav.certificates', 'certificates.lead')}
  <div class="card flush">
    <ambit-report
      report="certificates" heading="" searchable column-choice exportable theme="${view.theme}"
    ></ambit-report>
  </div>`;

export const pages: ReadonlyMap<string, PageSpec> = new Map([
  ['/', { title: 'nav.home', widgets: false, content: home }],
  ['/training', { title: 'nav.training', widgets: true, content: training }],
  ['/people', { title: 'nav.people', widgets: true, content: people }],
  ['/enrollments', { title: 'nav.enrollments', widgets: true, content: enrollments }],
  ['/certificates', { title: 'nav.certificates', widgets: true, content: certificates }],
]);

export const missing: PageSpec = {
  title: 'missing',
  widgets: false,
  content: (view) => head(view, 'missing', 'missing-text'),
};
