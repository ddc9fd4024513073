/** Fetches the charts, dashboards and learner pages once the first of them stands on the page, and not before. */

const selector = 'ambit-dashboard, ambit-chart, ambit-learner';

let coming: Promise<void> | null = null;

/**
 * Registers the elements that are fetched on demand; resolves when they work. A page calls it itself only for
 * elements inside its own shadow trees, which `watchForBoards` cannot see into.
 */
export function loadBoards(): Promise<void> {
  coming ??= import('./dashboard/board.ts').then(
    ({ elements }) => {
      for (const [name, element] of elements) {
        if (!customElements.get(name)) customElements.define(name, element);
      }
    },
    (error: unknown) => {
      // The next element that appears is another chance.
      coming = null;
      console.error('Ambit:', error);
    },
  );
  return coming;
}

/** Loads them at the first sight of any in `page`, now or later. */
export function watchForBoards(page: Document): void {
  const observer = new MutationObserver(() => look());
  const look = (): void => {
    if (page.querySelector(selector) === null) return;
    observer.disconnect();
    void loadBoards().then(() => {
      if (coming === null) observer.observe(page, { childList: true, subtree: true });
    });
  };
  observer.observe(page, { childList: true, subtree: true });
  look();
}
