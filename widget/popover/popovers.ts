/** Keeps the open popovers of one element beside the controls that opened them. */
import { placeBeside } from './place.ts';

export class Popovers {
  #stops = new Map<HTMLElement, () => void>();

  /** To be called whenever a popover opens (with what it stands beside) or closes (with null). */
  follow(popover: HTMLElement, anchor: Element | null): void {
    this.#stops.get(popover)?.();
    this.#stops.delete(popover);
    if (anchor) this.#stops.set(popover, placeBeside(popover, anchor));
  }

  stop(): void {
    for (const stop of this.#stops.values()) stop();
    this.#stops.clear();
  }
}
