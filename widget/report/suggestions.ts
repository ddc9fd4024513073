/** Asks for the values that a column has, while a reader makes a filter: late answers are dropped, lost ones are no trouble. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Facets } from '../../shared/wire/report.ts';

/** Asks for the values of a column that the other filters in force leave. */
export type Suggest = (column: string, search: string, signal: AbortSignal) => Promise<Facets>;

export type SuggestionState = 'idle' | 'asking' | 'ready' | 'failed';

export class Suggestions implements ReactiveController {
  state: SuggestionState = 'idle';
  facets: Facets | null = null;

  #host: ReactiveControllerHost;
  #asking: AbortController | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.forget();
  }

  /** Stops asking and drops what was found. */
  forget(): void {
    clearTimeout(this.#pause);
    this.#asking?.abort();
    this.state = 'idle';
    this.facets = null;
  }

  /** Asks after a pause, so that typing is one request; what was found before stays until the answer. */
  ask(suggest: Suggest, column: string, search: string, pauseMs: number): void {
    clearTimeout(this.#pause);
    this.#asking?.abort();
    this.state = 'asking';
    this.#pause = setTimeout(() => void this.#fetch(suggest, column, search), pauseMs);
  }

  async #fetch(suggest: Suggest, column: string, search: string): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const facets = await suggest(column, search, asking.signal);
      if (asking.signal.aborted) return;
      this.facets = facets;
      this.state = 'ready';
    } catch {
      if (asking.signal.aborted) return;
      this.facets = null;
      this.state = 'failed';
    }
    this.#host.requestUpdate();
  }
}
