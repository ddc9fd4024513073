/** What makes one company's intranet its own: logo, news and notices. Colours stand in `public/brands.css`. */
import { fjordlys } from './brands/fjordlys.ts';
import { molino } from './brands/molino.ts';
import { qamar } from './brands/qamar.ts';
import { type Html, html } from './html.ts';
import type { Language } from './words.ts';

export interface NewsItem {
  readonly title: string;
  readonly text: string;
  readonly daysAgo: number;
}

/** A line of practical things: what, and how it is today. */
export type Notice = readonly [what: string, how: string];

export interface BrandTexts {
  readonly motto: string;
  readonly news: readonly NewsItem[];
  readonly notices: readonly Notice[];
}

export interface Brand {
  /** Drawn on a 40 by 40 grid with the classes `ink` and `glow`, because the page's policy takes no style attributes. */
  readonly logo: Html;
  /** The same for the browser's tab, with its own colours. */
  readonly icon: { readonly ground: string; readonly ink: string; readonly glow: string };
  readonly texts: Readonly<Partial<Record<Language, BrandTexts>>> & { readonly en: BrandTexts };
}

/** By site id. */
const brands: ReadonlyMap<string, Brand> = new Map([
  ['fjordlys', fjordlys],
  ['molino-aurelia', molino],
  ['qamar', qamar],
]);

/** A company that the portal has not met yet. */
const plain: Brand = {
  logo: html`<rect class="ink" x="6" y="6" width="28" height="28" rx="6" />`,
  icon: { ground: '#ffffff', ink: '#334155', glow: '#94a3b8' },
  texts: { en: { motto: 'Intranet', news: [], notices: [] } },
};

export const brandOf = (siteId: string): Brand => brands.get(siteId) ?? plain;

export const languagesOf = ({ texts }: Brand): Language[] => Object.keys(texts) as Language[];

export const textsOf = ({ texts }: Brand, language: Language): BrandTexts =>
  texts[language] ?? texts.en;

/** As an image of its own, where no stylesheet reaches: the colours become attributes. */
export function iconOf({ logo, icon }: Brand): string {
  const drawing = logo.markup
    .replaceAll('class="ink"', `fill="${icon.ink}"`)
    .replaceAll('class="glow"', `fill="${icon.glow}"`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">
    <rect width="40" height="40" rx="9" fill="${icon.ground}" />${drawing}</svg>`;
}
