/** What stands in a page, shadow trees included: as text, as attributes, and in what its scripts can store. */
import type { Page } from 'playwright-core';

export interface Standing {
  /** Every text node and every value of a field. */
  readonly texts: readonly string[];
  /** Every attribute as `name=value`. */
  readonly attributes: readonly string[];
  /** Cookies that scripts can read, and both storages. */
  readonly stored: string;
}

/** Reads all of it; open shadow trees are entered. */
export const standingIn = (page: Page): Promise<Standing> =>
  page.evaluate(() => {
    const texts: string[] = [];
    const attributes: string[] = [];
    const read = (root: Node): void => {
      for (const node of [root, ...descendants(root)]) {
        if (node instanceof Text) texts.push(node.data);
        if (!(node instanceof Element)) continue;
        for (const { name, value } of node.attributes) attributes.push(`${name}=${value}`);
        if ('value' in node) texts.push(String(node.value));
        if (node.shadowRoot) read(node.shadowRoot);
      }
    };
    const descendants = (root: Node): Node[] => {
      const walker = document.createTreeWalker(root);
      const found: Node[] = [];
      while (walker.nextNode()) found.push(walker.currentNode);
      return found;
    };
    read(document);
    const stored = [document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    return { texts, attributes, stored: stored.join('\n') };
  });
