/** Which mark the reader is at: one in the tab order, moved by arrow keys, and the one that the tooltip tells about. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Picture } from './picture.ts';
import { nextMark } from './roving.ts';

interface CursorOptions {
  readonly picture: () => Picture | null;
  readonly rtl: () => boolean;
  /** Called with the mark's number and with what was activated. */
  readonly activate: (mark: number, origin: HTMLElement | SVGElement) => void;
}

interface Found {
  readonly mark: number;
  readonly element: HTMLElement | SVGElement;
}

export class MarkCursor implements ReactiveController {
  /** The mark in the tab order. */
  current = 0;
  /** The mark under the pointer or in focus. */
  pointed: number | null = null;
  readonly #host: ReactiveControllerHost & Element;
  readonly #options: CursorOptions;

  constructor(host: ReactiveControllerHost & Element, options: CursorOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    this.pointed = null;
  }

  /** The mark that was in the tab order may be gone. */
  hostUpdate(): void {
    const count = this.#options.picture()?.marks.length ?? 0;
    if (this.current >= count) this.current = 0;
    if (this.pointed !== null && this.pointed >= count) this.pointed = null;
  }

  point(mark: number | null): void {
    if (mark === this.pointed) return;
    this.pointed = mark;
    this.#host.requestUpdate();
  }

  readonly leave = (): void => this.point(null);

  readonly onPointer = (event: Event): void => this.point(markAt(event)?.mark ?? null);

  readonly onFocus = (event: Event): void => {
    const found = markAt(event);
    if (found === null) return;
    this.current = found.mark;
    this.pointed = found.mark;
    this.#host.requestUpdate();
  };

  readonly onActivate = (event: Event): void => {
    const found = markAt(event);
    if (found === null) return;
    this.current = found.mark;
    // An entry of the legend stands for its mark: the focus returns to the mark.
    this.#options.activate(found.mark, this.#elementOf(found.mark) ?? found.element);
  };

  readonly onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape' && this.pointed !== null) {
      // The first Escape only clears the tooltip, so that a dialog around the chart stays open.
      event.stopPropagation();
      this.point(null);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.onActivate(event);
    } else this.#move(event);
  };

  #move(event: KeyboardEvent): void {
    const picture = this.#options.picture();
    if (picture === null) return;
    const how = { run: picture.run, rtl: this.#options.rtl() };
    const next = nextMark(picture.marks, this.current, event.key, how);
    if (next === null) return;
    event.preventDefault();
    this.#elementOf(next)?.focus();
  }

  #elementOf(mark: number): SVGElement | null {
    return this.#host.shadowRoot?.querySelector<SVGElement>(`.mark[data-mark="${mark}"]`) ?? null;
  }
}

/** The mark that an event happened on, by the number that its element carries. */
function markAt(event: Event): Found | null {
  const element =
    event.target instanceof Element
      ? event.target.closest<HTMLElement | SVGElement>('[data-mark]')
      : null;
  return element === null ? null : { mark: Number(element.dataset.mark), element };
}
