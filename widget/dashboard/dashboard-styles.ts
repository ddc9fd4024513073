/** How a dashboard looks: twelve columns where there is room, one on a phone, figures before all else. */
import { css, unsafeCSS } from 'lit';

/** A tile says how many of the twelve columns it takes. */
const tileWidths = unsafeCSS(
  Array.from({ length: 12 }, (_, i) => `.width-${i + 1} { grid-column: span ${i + 1}; }`).join(
    '\n',
  ),
);

export const dashboardStyles = css`
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
    .top .bone {
      inline-size: 11em;
      block-size: 1.4em;
      margin-block: 0.6em;
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
      .panel-head h2 {
        flex-basis: 100%;
        padding: 0;
      }
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
  `;
