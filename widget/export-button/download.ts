/** Hands an address to the browser's own downloads, so that a file of any length never passes through the page. */

/**
 * A press on a link that is never shown. The address is single-use and carries no token; the referrer is withheld.
 * `download` keeps the page where it is when the answer is a file.
 */
export function startDownload(address: string, filename: string, parent: ParentNode): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = filename;
  link.referrerPolicy = 'no-referrer';
  link.hidden = true;
  parent.append(link);
  link.click();
  link.remove();
}
