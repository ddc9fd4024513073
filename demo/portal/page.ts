/** The frame of every page: the demonstration's switch, the company's header, navigation, content, footer. */
import { type Brand, languagesOf, textsOf } from './brand.ts';
import { type Html, html } from './html.ts';
import type { Seat } from './seats.ts';
import { isLanguage, type Language, languages, say, type Word } from './words.ts';

export type Theme = 'light' | 'dark' | 'auto';

/** One idea each; the companies' colours come last, because they stand above what is common to all. */
export const stylesheets: readonly string[] = [
  'base.css',
  'demo-strip.css',
  'bar.css',
  'frame.css',
  'cards.css',
  'widgets.css',
  'brands.css',
];

/** Everything that a page is drawn from. */
export interface View {
  readonly seat: Seat;
  readonly seats: readonly Seat[];
  readonly brand: Brand;
  readonly language: Language;
  readonly theme: Theme;
  readonly path: string;
  readonly apiOrigin: string;
  readonly now: Date;
}

const navigation: readonly (readonly [path: string, word: Word, icon: string])[] = [
  ['/', 'nav.home', 'M3 11 12 4l9 7v9h-6v-6H9v6H3Z'],
  ['/training', 'nav.training', 'M4 20V10h4v10Zm6 0V4h4v16Zm6 0v-7h4v7Z'],
  [
    '/people',
    'nav.people',
    'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 9a7 7 0 0 1 14 0Zm14-9a3 3 0 1 0 0-6m2 15h4a6 6 0 0 0-5-6',
  ],
  ['/enrollments', 'nav.enrollments', 'M4 5h16M4 12h16M4 19h10'],
  [
    '/certificates',
    'nav.certificates',
    'M12 15a6 6 0 1 0 0-12 6 6 0 0 0 0 12Zm-4-1-2 8 6-3 6 3-2-8',
  ],
];

/** The language is the reader's choice, where the company speaks it. */
export function languageFor(brand: Brand, wanted: string | undefined): Language {
  return isLanguage(wanted) && languagesOf(brand).includes(wanted) ? wanted : 'en';
}

/** One letter in scripts that join their letters. */
function initials(name: string): string {
  const letters = name.split(' ').map((part) => [...part][0] ?? '');
  return letters.slice(0, /^[\p{Script=Latin}]/u.test(name) ? 2 : 1).join('');
}

function demoStrip({ seat, seats, language, path }: View): Html {
  return html`<form class="demo" method="post" action="/sign-in" aria-label="${say(language, 'demo.switch')}">
    <input type="hidden" name="to" value="${path}" />
    <span class="demo-label">${say(language, 'demo.label')}</span>
    <span class="demo-people">${seats.map(
      (
        one,
      ) => html`<button name="username" value="${one.username}" aria-pressed="${String(one.username === seat.username)}">
        <b>${one.name}</b> <span>${one.company}</span>
      </button>`,
    )}</span>
  </form>`;
}

function header(view: View): Html {
  const { seat, brand, language, path } = view;
  const others = languagesOf(brand).filter((other) => other !== language);
  return html`<header class="bar">
    <a class="brand" href="/">
      <svg class="logo" viewBox="0 0 40 40" aria-hidden="true">${brand.logo}</svg>
      <span><b>${seat.company}</b> <small>${textsOf(brand, language).motto}</small></span>
    </a>
    ${others.map(
      (other) =>
        html`<a class="quiet" lang="${other}" href="${path}?language=${other}">${languages[other].name}</a>`,
    )}
    <button class="quiet round" id="theme" type="button" aria-pressed="false" aria-label="${say(language, 'theme')}">
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z" /></svg>
    </button>
    <span class="me">
      <span class="face" aria-hidden="true">${initials(seat.name)}</span>
      <span class="who"><b>${seat.name}</b> <small>${seat.title}</small></span>
    </span>
  </header>`;
}

function sideNavigation({ language, path }: View): Html {
  return html`<nav class="side" aria-label="${say(language, 'nav')}">
    <ul>
      ${navigation.map(([to, word, icon]) => {
        const here = to === path ? html`aria-current="page"` : null;
        return html`<li><a href="${to}" ${here}>
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d="${icon}" /></svg>
          ${say(language, word)}
        </a></li>`;
      })}
    </ul>
  </nav>`;
}

/** The whole document. `widgets` loads Ambit: a page without widgets asks nothing of anybody. */
export function page(view: View, title: string, content: Html, widgets: boolean): string {
  const { seat, language, theme, apiOrigin } = view;
  const loader = html`<script
    type="module"
    src="${apiOrigin}/ambit.js"
    data-assertion="/ambit/assertion"
  ></script>`;
  return html`<!doctype html>
<html lang="${language}" dir="${languages[language].direction}" data-site="${seat.siteId}" data-theme="${theme}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} · ${seat.company}</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    ${stylesheets.map((name) => html`<link rel="stylesheet" href="/${name}" />`)}
    <script type="module" src="/portal.js"></script>
    ${widgets ? loader : null}
  </head>
  <body>
    <a class="skip" href="#content">${say(language, 'skip')}</a>
    ${demoStrip(view)}
    ${header(view)}
    <div class="frame">
      ${sideNavigation(view)}
      <main id="content" tabindex="-1">
        <noscript><p class="note">${say(language, 'no-script')}</p></noscript>
        ${content}
      </main>
    </div>
    <footer>${seat.company} <span>${say(language, 'provider')}</span></footer>
  </body>
</html>`.markup;
}
