/** Puts a tooltip beside what it tells about, without leaving the chart sideways. */
import type { Box } from './placed.ts';

const gap = 8;

/** Moves `tip` over `anchor` (pixels within `drawing`), or under it where there is no room above in the window. */
export function placeTip(tip: HTMLElement, drawing: Element, anchor: Box): void {
  const frame = tip.offsetParent?.getBoundingClientRect();
  if (frame === undefined) return;
  const picture = drawing.getBoundingClientRect();
  const [dx, dy] = [picture.left - frame.left, picture.top - frame.top];
  const middle = dx + anchor.x + anchor.width / 2;
  const left = Math.min(Math.max(0, middle - tip.offsetWidth / 2), frame.width - tip.offsetWidth);
  const above = dy + anchor.y - tip.offsetHeight - gap;
  const top = frame.top + above < 0 ? dy + anchor.y + anchor.height + gap : above;
  // Custom positions go through the CSSOM: a strict CSP refuses style attributes.
  tip.style.setProperty('transform', `translate(${Math.max(0, left)}px, ${top}px)`);
}
