/** What a layout gives to be drawn: rectangles, lines and texts in pixels, laid out from the start of the line of text. */
import type { Mark } from './marks.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedText {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
}

/** A mark with its shape, the larger area that answers to the pointer, and its value where it fits inside. */
export interface PlacedBar {
  readonly mark: Mark;
  readonly shape: Box;
  readonly hit: Box;
  readonly inside: PlacedText | null;
}

export interface GridLine {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface BarLayout {
  readonly run: 'rows' | 'columns';
  readonly width: number;
  readonly height: number;
  readonly bars: readonly PlacedBar[];
  readonly texts: readonly RoledText[];
  readonly grid: readonly GridLine[];
}

/** Names stand back a little; values are what is read. */
export interface RoledText extends PlacedText {
  readonly role: 'label' | 'value';
}

/** Where each box lies once the line of text runs from right to left. */
export const flipBox = (box: Box, width: number): Box => ({ ...box, x: width - box.x - box.width });

/** Anchors are logical already: `start` follows the direction that the text inherits. */
export const flipText = (text: PlacedText, width: number): PlacedText => ({
  ...text,
  x: width - text.x,
});

export const flipLine = (line: GridLine, width: number): GridLine => ({
  ...line,
  x1: width - line.x1,
  x2: width - line.x2,
});
