/** Hands an address to the browser's own downloads, so that a file of any length never passes through the page. */

/**
 * A press on a link that is never shown. The address is single-use and carries no token; the referrer is withheld.
 *
 * It goes to a tab of its own, which the browser closes as soon as the answer turns out to be a file: were the
 * answer a refusal, the portal would still be where it was. Within a frame, whose sandbox may know downloads and no
 * tabs, and once the reader's press is too long ago for a tab, it goes through the page itself.
 */
export function startDownload(address: string, filename: string, parent: ParentNode): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = filename;
  link.referrerPolicy = 'no-referrer';
  link.rel = 'noopener';
  link.hidden = true;
  const mayOpenTab = window === window.top && navigator.userActivation?.isActive === true;
  if (mayOpenTab) link.target = '_blank';
  parent.append(link);
  link.click();
  link.remove();
}
