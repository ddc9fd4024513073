/** How a dashboard looks: twelve columns where there is room, one on a phone, figures before all else. */
import { css, unsafeCSS } from 'lit';

/** A tile says how many of the twelve columns it takes. */
const tileWidths = unsafeCSS(
  Array.from({ length: 12 }, (_, i) => `.width-${i + 1} { grid-column: span ${i + 1}; }`).join(
    '\n',
  ),
);

const cards = css`
  .card {
    position: relative;
    grid-column: span 12;
    min-inline-size: 0;
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  .card > .bone {
    margin-block: 0.5em;
    inline-size: 60%;
  }
  .card > .bone.tall {
    inline-size: 35%;
    block-size: 2em;
  }
  .card.high {
    min-block-size: 14em;
  }
  .metric {
    border-inline-start: 4px solid var(--_edge);
  }
  .metric.good {
    border-inline-start-color: var(--_good);
  }
  .metric.warning {
    border-inline-start-color: var(--_warning);
  }
  .metric.bad {
    border-inline-start-color: var(--_bad);
  }
  .metric .head h3 {
    font-weight: 500;
    color: var(--_muted);
  }
  /* Above the card's own pointer area. */
  .metric .about {
    position: relative;
    z-index: 1;
  }
  .figure-line {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.15em 0.5em;
    inline-size: 100%;
    padding: 0;
    border: 0;
    background: none;
    text-align: start;
  }
  .figure-line.opens {
    cursor: pointer;
  }
  .figure-line.opens::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: var(--_radius);
  }
  .figure-line:focus-visible {
    outline: none;
  }
  .figure-line:focus-visible::after {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .card:has(.figure-line.opens:hover) {
    background: var(--_hover);
  }
  .number {
    font-size: 2em;
    font-weight: 650;
    line-height: 1.25;
    font-variant-numeric: tabular-nums;
  }
  .figure-line .whole {
    color: var(--_muted);
  }
  .figure-line svg.icon {
    align-self: center;
    inline-size: 1.5em;
    block-size: 1.5em;
  }
  .figure-line .go {
    align-self: center;
    margin-inline-start: auto;
    color: var(--_muted);
  }
  .figure-line .go svg.icon {
    display: block;
    inline-size: 1.15em;
    block-size: 1.15em;
  }
  .good :is(.number, .figure-line > svg),
  .good .meter .fill {
    color: var(--_good);
    fill: var(--_good);
  }
  .figure-line svg.icon {
    fill: none;
  }
  .warning :is(.number, .figure-line > svg) {
    color: var(--_warning);
  }
  .bad :is(.number, .figure-line > svg) {
    color: var(--_bad);
  }
  .meter {
    display: block;
    inline-size: 100%;
    block-size: 4px;
    margin-block-start: 0.5em;
    border-radius: 2px;
  }
  .meter .track {
    fill: var(--_neutral-soft);
  }
  .meter .fill {
    fill: var(--_accent);
  }
  .warning .meter .fill {
    fill: var(--_warning);
  }
  .bad .meter .fill {
    fill: var(--_bad);
  }
`;

const people = css`
  .people {
    margin-block-start: 0.5em;
    overflow-x: auto;
  }
  .people table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  .people :is(th, td) {
    padding: 0.55em 0.6em;
    border-block-start: 1px solid var(--_line);
    text-align: start;
    font-weight: 400;
    vertical-align: baseline;
  }
  .people thead th {
    border: 0;
    color: var(--_muted);
    font-size: 0.93em;
  }
  .people :is(th, td):first-child {
    padding-inline-start: 0;
  }
  .people :is(th, td).figure {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .people tbody tr {
    position: relative;
  }
  .people tr.opens:hover {
    background: var(--_hover);
  }
  .link {
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent);
    font-weight: 600;
    text-align: start;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .link::after {
    content: '';
    position: absolute;
    inset: 0;
  }
  .link:hover {
    text-decoration: underline;
    text-underline-offset: 0.15em;
  }
  .all {
    margin-inline-start: -0.8em;
    margin-block-start: 0.4em;
  }
  .all svg.icon,
  .go svg.icon,
  .panel-head svg.icon {
    inline-size: 1em;
    block-size: 1em;
  }
  [dir='rtl'] svg.icon:is(.next, .previous) {
    transform: scaleX(-1);
  }
  .calm {
    display: flex;
    align-items: center;
    gap: 1em;
    padding: 1.5em 0.5em;
  }
  .calm svg.icon {
    inline-size: 2em;
    block-size: 2em;
    color: var(--_good);
  }
`;

export const dashboardStyles = [
  cards,
  people,
  css`
    [hidden] {
      display: none;
    }
    /* The root of each widget takes seven eighths of the page's font size: once is enough. */
    ambit-chart,
    ambit-report,
    ambit-learner {
      font-size: calc(1em / 0.875);
    }
    .top,
    .panel-head {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: calc(var(--_space) * 0.5) var(--_space);
      margin-block-end: calc(var(--_space) * 1.5);
    }
    .top .names {
      flex: 1 1 16em;
      min-inline-size: 0;
    }
    h2 {
      font-size: 1.35em;
      font-weight: 650;
      line-height: 1.3;
      overflow-wrap: anywhere;
    }
    .panel-head h2 {
      flex: 1 1 12em;
      padding-inline-start: 0.4em;
      font-size: 1.15em;
    }
    .panel-head h2:focus {
      outline: none;
    }
    .grid {
      display: grid;
      grid-template-columns: repeat(12, minmax(0, 1fr));
      gap: calc(var(--_space) * 1.5);
      align-items: stretch;
    }
    .grid[aria-busy='true'] {
      opacity: 0.65;
      transition: opacity 0.2s 0.15s;
    }
    @container (inline-size < 34rem) {
      .metric {
        padding-block: var(--_space);
      }
      .metric .number {
        font-size: 1.6em;
      }
      .people thead {
        position: absolute;
        inline-size: 1px;
        block-size: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
      .people tr {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1em;
        padding-block: 0.6em;
        border-block-start: 1px solid var(--_line);
      }
      .people :is(th, td) {
        padding: 0.1em 0;
        border: 0;
      }
      .people th {
        flex: 1 0 100%;
      }
      .people td::before {
        content: attr(data-label) ' ';
        color: var(--_muted);
      }
    }
    @container (inline-size >= 34rem) {
      .width-1,
      .width-2,
      .width-3,
      .width-4 {
        grid-column: span 6;
      }
    }
    @container (inline-size >= 56rem) {
      ${tileWidths}
    }
    @media (forced-colors: active) {
      .figure-line > svg.icon,
      .calm svg.icon {
        color: CanvasText;
      }
      .metric {
        border-inline-start-width: 4px;
      }
      .meter {
        border: 1px solid CanvasText;
        block-size: 6px;
      }
      .meter .fill {
        fill: CanvasText;
      }
      .meter .track {
        fill: Canvas;
      }
    }
  `,
];
