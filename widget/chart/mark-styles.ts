/** How marks look: tones, textures, a clear focus, and the system's own colours where it forces them. */
import { css } from 'lit';

export const markStyles = css`
  text {
    fill: var(--_text);
    pointer-events: none;
    font-variant-numeric: tabular-nums;
  }
  text.label {
    fill: var(--_muted);
  }
  .rows text.label {
    fill: var(--_text);
  }
  text.value {
    font-weight: 600;
  }
  text.whole {
    font-size: 1.9em;
    font-weight: 600;
  }
  .grid {
    stroke: var(--_line);
    stroke-width: 1;
    shape-rendering: crispEdges;
  }
  .tone-good {
    --_tone: var(--_good);
  }
  .tone-accent {
    --_tone: var(--_accent);
  }
  .tone-neutral {
    --_tone: var(--_neutral);
  }
  .tone-warning {
    --_tone: var(--_warning);
  }
  .tone-bad {
    --_tone: var(--_bad);
  }
  .shade-0 {
    color: var(--_tone);
  }
  .shade-1 {
    color: color-mix(in oklab, var(--_tone) 78%, var(--_ground));
  }
  .shade-2,
  .shade-3 {
    color: color-mix(in oklab, var(--_tone) 62%, var(--_ground));
  }
  .wash {
    fill: currentColor;
  }
  .ink {
    fill: none;
    stroke: var(--_ground);
    stroke-width: 1.4;
    stroke-opacity: 0.45;
  }
  .ink.dots {
    stroke-width: 2.4;
    stroke-linecap: round;
    stroke-opacity: 0.7;
  }
  .hollow > .shape {
    fill: var(--_neutral-soft);
    stroke: currentColor;
    stroke-width: 1.25;
  }
  .hit {
    fill: transparent;
  }
  .mark {
    outline: none;
  }
  .mark.opens,
  .legend .opens {
    cursor: pointer;
  }
  .mark:hover > .hit {
    fill: var(--_hover);
  }
  .mark:hover > .shape {
    filter: brightness(1.12);
  }
  .mark:focus-visible > .shape {
    stroke: var(--_text);
    stroke-width: 2.5;
    paint-order: normal;
  }
  /* The halo lifts the figure off the texture under it. */
  .inside {
    fill: var(--_ground);
    font-weight: 600;
    stroke: currentColor;
    stroke-width: 4;
    stroke-linejoin: round;
    paint-order: stroke;
  }
  .hollow .inside {
    fill: var(--_text);
    stroke: none;
  }
  .path {
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linejoin: round;
    pointer-events: none;
  }
  .dash-1 {
    stroke-dasharray: 7 3;
  }
  .dash-2 {
    stroke-dasharray: 2 3;
  }
  .dash-3 {
    stroke-dasharray: 9 3 2 3;
  }
  @media (forced-colors: active) {
    .shade-0,
    .shade-1,
    .shade-2,
    .shade-3 {
      color: CanvasText;
    }
    .wash,
    .hollow > .shape {
      fill: Canvas;
    }
    .ink {
      stroke: CanvasText;
      stroke-opacity: 1;
    }
    .mark > .shape,
    .swatch > .shape {
      stroke: CanvasText;
    }
    .mark:hover > .hit {
      fill: transparent;
    }
    .mark:focus-visible > .shape {
      stroke: Highlight;
      stroke-width: 4;
    }
    text,
    text.label,
    .rows text.label,
    .inside,
    .hollow .inside {
      fill: CanvasText;
    }
    .inside {
      stroke: Canvas;
    }
    .solid .inside {
      fill: Canvas;
      stroke: none;
    }
    .grid {
      stroke: CanvasText;
      stroke-opacity: 0.35;
    }
  }
`;
