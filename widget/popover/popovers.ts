/** Keeps the open popovers of one element beside the controls that opened them, and gives these the focus back. */
import { placeBeside } from './place.ts';

interface Opened {
  readonly anchor: HTMLElement;
  readonly stop: () => void;
}

export class Popovers {
  #opened = new Map<HTMLElement, Opened>();

  /**
   * To be called whenever a popover has opened or closed, with what it stands beside; null for what it was opened
   * beside. One that closes at once is told as closed alone: browsers tell the last state only.
   */
  follow(popover: HTMLElement, beside: HTMLElement | null, open: boolean): void {
    const before = this.#opened.get(popover);
    const anchor = beside ?? before?.anchor ?? null;
    before?.stop();
    this.#opened.delete(popover);
    if (anchor === null) return;
    if (open) this.#opened.set(popover, { anchor, stop: placeBeside(popover, anchor) });
    else if (isFocusLost()) anchor.focus({ preventScroll: true });
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
