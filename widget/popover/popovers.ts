/** Keeps the open popovers of one element beside the controls that opened them, and gives these the focus back. */
import { placeBeside } from './place.ts';

interface Opened {
  readonly anchor: HTMLElement;
  readonly stop: () => void;
}

export class Popovers {
  #opened = new Map<HTMLElement, Opened>();

  /** To be called whenever a popover opens (with what it stands beside) or has closed (with null). */
  follow(popover: HTMLElement, anchor: HTMLElement | null): void {
    const before = this.#opened.get(popover);
    before?.stop();
    this.#opened.delete(popover);
    if (anchor) this.#opened.set(popover, { anchor, stop: placeBeside(popover, anchor) });
    else if (before && isFocusLost()) before.anchor.focus({ preventScroll: true });
  }

  stop(): void {
    for (const { stop } of this.#opened.values()) stop();
    this.#opened.clear();
  }
}

/** Browsers give it back to the popover's opener, but not reliably into a shadow tree: it stays on what is hidden. */
function isFocusLost(): boolean {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active === null || active === document.body || !active.checkVisibility();
}
