/** How charts look: tones, textures, quiet axes, a clear focus, and the system's own colours where it forces them. */
import { css } from 'lit';

export const chartStyles = css`
  .plot {
    position: relative;
    font-size: 0.93em;
    margin-block-start: 0.5em;
  }
  .plot > svg {
    display: block;
    overflow: visible;
    max-inline-size: 100%;
  }
  .donut {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 1em 1.5em;
  }
  .donut .legend {
    flex: 1 1 12em;
    font-size: 1em;
    flex-direction: column;
    gap: 0;
    margin: 0;
  }
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
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2em 1.1em;
    margin: 0.4em 0 0.2em;
    padding: 0;
    list-style: none;
    font-size: 0.93em;
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: 0.5em;
    min-block-size: 1.9em;
  }
  .donut .legend li {
    padding-inline: 0.3em;
    border-radius: 4px;
  }
  .donut .legend li.opens:hover {
    background: var(--_hover);
  }
  .donut .legend .name {
    flex: 1;
    overflow-wrap: anywhere;
  }
  .legend .figure {
    min-inline-size: 2.8em;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .legend .figure:first-of-type {
    font-weight: 600;
  }
  .legend .figure + .figure {
    color: var(--_muted);
  }
  .swatch {
    flex: none;
    inline-size: 1em;
    block-size: 1em;
  }
  .probe {
    position: absolute;
    visibility: hidden;
    pointer-events: none;
  }
  .tip {
    position: absolute;
    z-index: 2;
    inset-block-start: 0;
    left: 0;
    inline-size: max-content;
    max-inline-size: min(18rem, 100%);
    padding: 0.5em 0.75em;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_raised);
    box-shadow: var(--_shadow);
    overflow-wrap: anywhere;
    pointer-events: none;
  }
  .tip[hidden] {
    display: none;
  }
  .tip b {
    display: block;
    font-size: 1.15em;
    font-weight: 600;
  }
  .tip small {
    display: block;
    color: var(--_muted);
    font-size: 0.93em;
  }
  .table {
    margin-block-start: 0.5em;
    overflow-x: auto;
  }
  .table table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  .table th,
  .table td {
    padding: 0.45em 0.6em;
    border-block-end: 1px solid var(--_line);
    text-align: start;
    font-weight: 400;
    vertical-align: top;
  }
  .table thead th {
    color: var(--_muted);
    font-size: 0.93em;
  }
  .table :is(th, td).figure {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .link {
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent);
    text-align: start;
    text-decoration: underline;
    text-underline-offset: 0.15em;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .notice {
    padding-block: calc(var(--_space) * 2);
  }
  .more {
    margin-inline-start: -0.8em;
  }
  .head .toggle {
    margin-inline-end: -0.5em;
    font-size: 0.93em;
    min-block-size: 2em;
    padding-inline: 0.5em;
  }
  .picture-bones {
    display: grid;
    gap: 0.9em;
    padding-block: 1em;
  }
  .picture-bones .bone:nth-child(2) {
    inline-size: 80%;
  }
  .picture-bones .bone:nth-child(3) {
    inline-size: 55%;
  }
  .picture-bones .bone:nth-child(4) {
    inline-size: 30%;
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
    .tip {
      border-color: CanvasText;
    }
  }
`;
