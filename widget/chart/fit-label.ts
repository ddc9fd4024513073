/** Labels cut to the room that they have, without splitting what the reader sees as one character. */

/** The width of a text in CSS pixels, as the chart's font draws it. */
export type Measure = (text: string) => number;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * `text` if it fits `room` pixels, else its longest beginning that fits with an ellipsis. Even where
 * nothing fits, the ellipsis stays: an empty label would look like missing data.
 */
export function fitLabel(text: string, room: number, measure: Measure): string {
  if (measure(text) <= room) return text;
  const characters = Array.from(graphemes.segment(text), ({ segment }) => segment);
  let low = 0;
  let high = characters.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(shorten(characters, middle)) <= room) low = middle;
    else high = middle - 1;
  }
  return shorten(characters, low);
}

const shorten = (characters: readonly string[], count: number): string =>
  `${characters.slice(0, count).join('').trimEnd()}…`;
