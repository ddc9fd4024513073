/** How much room a plot has and in which font it is set: followed for as long as the chart stands on the page. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class Room implements ReactiveController {
  /** Pixels in the direction of the text; 0 until measured. */
  width = 0;
  readonly #host: ReactiveControllerHost & Element;
  #watched: Element | null = null;
  readonly #resizes = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      // The probe's size is the font's: a page's style sheet or font may come after the first picture.
      // A plot without width is hidden: it keeps its picture until it is seen again.
      if (target === this.#watched && contentRect.width > 0) {
        this.width = Math.floor(contentRect.width);
      }
    }
    this.#host.requestUpdate();
  });

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  /** The plot, once it has been rendered. */
  get plot(): Element | null {
    return this.#host.shadowRoot?.querySelector('.plot') ?? null;
  }

  hostUpdated(): void {
    this.#watch(this.plot);
  }

  hostDisconnected(): void {
    this.#watch(null);
  }

  hostConnected(): void {
    this.#watch(this.plot);
  }

  #watch(plot: Element | null): void {
    if (plot === this.#watched) return;
    this.#watched = plot;
    this.#resizes.disconnect();
    if (plot === null) return;
    this.#resizes.observe(plot);
    const probe = plot.querySelector('.probe');
    if (probe !== null) this.#resizes.observe(probe);
  }
}
