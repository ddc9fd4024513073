/** Puts a popover beside the control that opened it, and keeps it there while the page moves. */

const gap = 4;
const margin = 8;

function put(popover: HTMLElement, anchor: Element): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const rtl = getComputedStyle(anchor).direction === 'rtl';
  const wished = rtl ? at.right - width : at.left;
  const left = Math.max(
    margin,
    Math.min(wished, document.documentElement.clientWidth - width - margin),
  );
  const below = at.bottom + gap;
  const above = at.top - gap - height;
  const lowest = window.innerHeight - height - margin;
  const fitting = below <= lowest ? below : above >= margin ? above : lowest;
  // Through the CSSOM, which a strict CSP allows, unlike a style attribute.
  popover.style.setProperty('left', `${left}px`);
  popover.style.setProperty('top', `${Math.max(margin, fitting)}px`);
}

/** Places the popover now and at every scroll and resize; answers how to stop. */
export function placeBeside(popover: HTMLElement, anchor: Element): () => void {
  const again = (): void => put(popover, anchor);
  const stop = new AbortController();
  const size = new ResizeObserver(again);
  size.observe(popover);
  window.addEventListener('scroll', again, { capture: true, passive: true, signal: stop.signal });
  window.addEventListener('resize', again, { passive: true, signal: stop.signal });
  again();
  return () => {
    stop.abort();
    size.disconnect();
  };
}
