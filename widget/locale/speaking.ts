/** The language that a widget speaks: follows what is asked for, and knows while the first one is on its way. */
import type { ReactiveControllerHost } from 'lit';
import { english, type Locale, localeFor } from './locale.ts';

export class Speaking {
  /** The language in use; English until another has been loaded. */
  locale: Locale = english;
  /** True while the first language is on its way: better a skeleton than a flash of English. */
  speechless = false;

  readonly #host: Pick<ReactiveControllerHost, 'requestUpdate'>;
  readonly #wish: () => string;
  #heard: string | null = null;

  /** `wish` answers a language tag at any time; the empty text leaves it to the document. */
  constructor(host: Pick<ReactiveControllerHost, 'requestUpdate'>, wish: () => string) {
    this.#host = host;
    this.#wish = wish;
  }

  /** Takes up the language asked for, as soon as it is there; to be called before each picture is laid out. */
  hear(): void {
    const wish = this.#wish() || document.documentElement.lang || 'en';
    if (wish === this.#heard) return;
    const first = this.#heard === null;
    this.#heard = wish;
    const found = localeFor(wish);
    if (!(found instanceof Promise)) {
      this.#speak(found);
      return;
    }
    this.speechless = first;
    void found.then((locale) => {
      if (wish !== this.#heard) return;
      this.#speak(locale);
      this.#host.requestUpdate();
    });
  }

  #speak(locale: Locale): void {
    this.locale = locale;
    this.speechless = false;
  }
}
