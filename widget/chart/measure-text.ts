/** Measures text as the page's own font draws it, on a canvas that nobody sees. */
import type { Measure } from './fit-label.ts';

let context: CanvasRenderingContext2D | null = null;

/** Roughly what a character takes, where a browser gives no canvas. */
const characterPx = 7;

/** A measure in the font of `element`; widths are remembered for as long as the measure is. */
export function measureIn(element: Element): Measure {
  // Put together from its parts: the shorthand is empty where it can't express one of them.
  const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(element);
  const font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  context ??= document.createElement('canvas').getContext('2d');
  const known = new Map<string, number>();
  return (text) => {
    const width = known.get(text) ?? measured(text, font);
    known.set(text, width);
    return width;
  };
}

function measured(text: string, font: string): number {
  if (context === null) return text.length * characterPx;
  context.font = font;
  return context.measureText(text).width;
}
