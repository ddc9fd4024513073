/** Which language a widget speaks: what was asked for, matched to what there is, loaded when first needed. */
import { en } from './en.ts';
import { type Format, formatter } from './format.ts';
import { type Label, type Labels, labeller, type Messages, type Say, speaker } from './words.ts';

export interface Locale {
  /** The BCP 47 tag that Intl is given: the one asked for when its language is ours. */
  readonly tag: string;
  readonly direction: 'ltr' | 'rtl';
  readonly say: Say;
  /** The words for what the server names, by ids. */
  readonly label: Label;
  readonly format: Format;
}

interface Words {
  readonly messages: Messages;
  readonly labels: Labels;
}

interface Language {
  readonly direction: 'ltr' | 'rtl';
  readonly load: () => Promise<Words> | Words;
}

/** The server speaks it already. */
const englishWords: Words = { messages: en, labels: {} };

/** To add a language: a file of messages, one of labels, and a row. */
const languages = new Map<string, Language>([
  ['en', { direction: 'ltr', load: () => englishWords }],
  ['ar', { direction: 'rtl', load: () => import('./ar.ts') }],
]);

const spoken = new Map<string, Promise<Locale> | Locale>();

/** The tag to speak for a wish like `ar-SA`, and the language that it comes down to; English when unknown. */
export function matchLocale(wish: string): { tag: string; language: string } {
  const tag = canonical(wish);
  const language = tag.split('-')[0] ?? 'en';
  return languages.has(language) ? { tag, language } : { tag: 'en', language: 'en' };
}

function canonical(wish: string): string {
  try {
    return Intl.getCanonicalLocales(wish)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** The locale for a wish: at once when it was loaded before or is built in, else a promise. */
export function localeFor(wish: string): Promise<Locale> | Locale {
  const { tag, language } = matchLocale(wish);
  const known = spoken.get(tag);
  if (known) return known;
  const row = languages.get(language);
  const direction = row?.direction ?? 'ltr';
  const words = row?.load() ?? englishWords;
  const build = ({ messages, labels }: Words): Locale => {
    const say = speaker(messages, tag);
    const locale = { tag, direction, say, label: labeller(labels), format: formatter(tag) };
    spoken.set(tag, locale);
    return locale;
  };
  if (!(words instanceof Promise)) return build(words);
  const coming = words.then(build, () => {
    // The chunk could not be fetched: English now, and another attempt at the next wish.
    spoken.delete(tag);
    return english;
  });
  spoken.set(tag, coming);
  return coming;
}

/** What is spoken until another language has arrived. */
export const english: Locale = {
  tag: 'en',
  direction: 'ltr',
  say: speaker(en, 'en'),
  label: labeller({}),
  format: formatter('en'),
};
