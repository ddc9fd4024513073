/** The base of every widget: language, theme, the connection, and the states that come before there are figures. */
import {
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import type { Client } from './client/client.ts';
import { checkApiBase, connected, onTurn } from './client/connection.ts';
import { asTrouble, isAbort, type Trouble } from './client/trouble.ts';
import type { Locale } from './locale/locale.ts';
import { Speaking } from './locale/speaking.ts';
import type { Say } from './locale/words.ts';
import { renderEmptyNotice, renderTroubleNotice } from './notice.ts';
import { base } from './theme/base.ts';
import { tokens } from './theme/tokens.ts';
import { badges } from './theme/tone.ts';

export type Theme = 'light' | 'dark' | 'auto';
export type Density = 'compact' | 'comfortable';

/**
 * loading: nothing to show yet; ready: figures are there; refreshing: old figures stay while new ones come;
 * trouble: why there are none. `Trouble.kind` tells expired and forbidden from other errors.
 */
export type View =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'refreshing' }
  | { readonly kind: 'trouble'; readonly trouble: Trouble };

/** Troubles after which the figures in hand are no longer this reader's to see. */
const withdrawing: ReadonlySet<Trouble['kind']> = new Set(['expired', 'forbidden', 'missing']);

/**
 * A widget extends it with `renderReady()`, `renderSkeleton()`, `load()` and `drop()`; it calls `this.reload()` when what it
 * asks for has changed. Attributes: `theme`, `density`, `locale` (else the document's language), and `api-base`,
 * which is refused unless it names the script's own origin.
 */
export abstract class AmbitElement extends LitElement {
  static override properties: PropertyDeclarations = {
    theme: { type: String, reflect: true },
    density: { type: String, reflect: true },
    locale: { type: String },
    apiBase: { type: String, attribute: 'api-base' },
    view: { state: true },
    news: { state: true },
  };
  static override styles = [tokens, base, badges];

  declare theme: Theme;
  declare density: Density;
  declare locale: string;
  declare apiBase: string;
  /** What the widget shows now; set by `reload`. */
  declare protected view: View;
  declare private news: string;

  readonly #speaking = new Speaking(this, () => this.locale);
  #loading: AbortController | null = null;
  #due = false;
  #everReady = false;
  #forget: () => void = () => undefined;

  constructor() {
    super();
    this.theme = 'auto';
    this.density = 'comfortable';
    this.locale = '';
    this.apiBase = '';
    this.view = { kind: 'loading' };
    this.news = '';
  }

  /** Fetches what the widget shows and keeps it on itself. Throws `Trouble`; must hand `signal` on. */
  protected abstract load(client: Client, signal: AbortSignal): Promise<void>;
  /** The widget with its figures, also while newer ones are on their way (`this.busy`). */
  protected abstract renderReady(): unknown;
  /** A still picture of the widget before its first figures; hidden from assistive technology. */
  protected abstract renderSkeleton(): unknown;

  protected get speech(): Locale {
    return this.#speaking.locale;
  }

  /** Words by key, in the language in use. */
  protected get say(): Say {
    return this.speech.say;
  }

  /** True while newer figures are on their way. */
  protected get busy(): boolean {
    return this.view.kind === 'loading' || this.view.kind === 'refreshing';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#forget = onTurn((turn) => {
      // Another person may be looking now: nothing of the one before stays in sight.
      if (turn === 'configured') this.startOver();
      else if (this.view.kind === 'ready') this.reloadSoon();
    });
    this.reloadSoon();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#forget();
    this.#loading?.abort();
  }

  protected override willUpdate(_changed: PropertyValues): void {
    this.#speaking.hear();
  }

  /** Loads anew; an earlier load still under way is aborted. Old figures stay in sight until the new ones come. */
  async reload(): Promise<void> {
    this.#loading?.abort();
    const attempt = new AbortController();
    this.#loading = attempt;
    this.view = { kind: this.#everReady ? 'refreshing' : 'loading' };
    try {
      if (this.apiBase !== '') checkApiBase(this.apiBase);
      const client = await connected();
      attempt.signal.throwIfAborted();
      await this.load(client, attempt.signal);
      if (this.#loading !== attempt) return;
      this.#everReady = true;
      this.view = { kind: 'ready' };
    } catch (error) {
      if (attempt.signal.aborted || isAbort(error)) return;
      this.#fail(asTrouble(error));
    }
  }

  #fail(trouble: Trouble): void {
    if (trouble.kind === 'misconfigured' || trouble.cause !== undefined)
      console.error('Ambit:', trouble);
    if (withdrawing.has(trouble.kind)) {
      this.#everReady = false;
      this.drop();
    }
    // The trouble is an alert by itself; what was said of the figures before no longer holds.
    this.news = '';
    this.view = { kind: 'trouble', trouble };
  }

  /** Loads anew once the current turn is over: however many properties a host sets, it is one request. */
  protected reloadSoon(): void {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      if (this.isConnected) void this.reload();
    });
  }

  /** Drops the old figures, when they answer another question altogether: the next load starts from a skeleton. */
  protected startOver(): void {
    this.#everReady = false;
    this.drop();
    this.reloadSoon();
  }

  /** Forgets all that was fetched: it is another's, or no longer for this reader. */
  protected abstract drop(): void;

  /** Says something to screen readers without moving the focus. */
  protected announce(text: string): void {
    this.news = text;
  }

  /** Tells the host something; the event leaves the shadow tree. Answers false when the host prevented it. */
  protected tell(name: string, detail: unknown, options: { cancelable?: boolean } = {}): boolean {
    return this.dispatchEvent(
      new CustomEvent(name, {
        detail,
        bubbles: true,
        composed: true,
        cancelable: options.cancelable ?? false,
      }),
    );
  }

  protected override render(): TemplateResult {
    return html`<div
      class="root"
      part="root"
      tabindex="-1"
      lang=${this.speech.tag}
      dir=${this.speech.direction}
    >
      ${this.#renderView()}
      <div class="unseen" role="status">${this.news}</div>
    </div>`;
  }

  #renderView(): unknown {
    const view: View = this.#speaking.speechless ? { kind: 'loading' } : this.view;
    switch (view.kind) {
      case 'loading':
        return html`<div part="skeleton" aria-hidden="true">${this.renderSkeleton()}</div>
          <span class="unseen" role="status">${this.say('loading')}</span>`;
      case 'ready':
      case 'refreshing':
        return this.renderReady();
      case 'trouble':
        return this.renderTrouble(view.trouble);
      default:
        return view satisfies never;
    }
  }

  /** An error in place: what happened, in words, and a way out where there is one. */
  protected renderTrouble(trouble: Trouble): unknown {
    return renderTroubleNotice(trouble, this.say, this.#retry);
  }

  /** The button that was pressed goes away, so the focus is kept on the widget. */
  #retry = (): void => {
    this.renderRoot.querySelector<HTMLElement>('.root')?.focus();
    void this.reload();
  };

  /** Nothing to show, and why. */
  protected renderEmpty(title: string, text: string, action: unknown = nothing): unknown {
    return renderEmptyNotice(title, text, action);
  }
}
