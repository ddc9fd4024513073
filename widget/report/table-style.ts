/** How the table is drawn: its head and first column stay in sight, its figures line up. */
import { css } from 'lit';

export const tableStyles = css`
  .scroll {
    /* Holds what is there for screen readers alone, which would else widen the page. */
    position: relative;
    overflow: auto;
    max-block-size: var(--ambit-table-height, 70vh);
    overscroll-behavior-x: contain;
    /* A shade at an edge says that there is more that way: the covers scroll along, the shades stay. */
    --_cover: var(--_ground) 40%, transparent;
    --_shade: color-mix(in srgb, var(--_text) 12%, transparent), transparent;
    background:
      linear-gradient(to right, var(--_cover)) left / 2rem 100% local,
      linear-gradient(to left, var(--_cover)) right / 2rem 100% local,
      linear-gradient(to right, var(--_shade)) left / 0.5rem 100% scroll,
      linear-gradient(to left, var(--_shade)) right / 0.5rem 100% scroll,
      var(--_ground);
    background-repeat: no-repeat;
  }
  .scroll:focus-visible {
    outline-offset: -2px;
  }
  .scroll.busy tbody {
    opacity: 0.6;
    transition: opacity 0.2s 0.15s;
  }
  table {
    inline-size: 100%;
    border-collapse: separate;
    border-spacing: 0;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    /* Whole pixels: else the cells that stay in place cover the lines of their neighbours here and there. */
    padding: round(var(--_row), 1px) calc(var(--_space) * 1.5);
    line-height: round(1.45em, 1px);
    border-block-end: 1px solid var(--_line);
    text-align: start;
    vertical-align: middle;
    font-weight: inherit;
  }
  td {
    max-inline-size: 20rem;
    overflow-wrap: break-word;
  }
  td.text {
    min-inline-size: 10rem;
  }
  td.time,
  td.day,
  td.number,
  td.duration,
  td.percent,
  td.choice {
    white-space: nowrap;
  }
  .number,
  .duration,
  .figure {
    text-align: end;
  }
  thead th {
    position: sticky;
    inset-block-start: 0;
    z-index: 2;
    padding-block: calc(var(--_space) * 0.25);
    background: var(--_sunken);
    color: var(--_muted);
    white-space: nowrap;
    font-weight: 600;
    font-size: 0.93em;
  }
  thead th:first-child {
    z-index: 3;
  }
  thead th:first-child,
  tbody th,
  tfoot th {
    position: sticky;
    inset-inline-start: 0;
  }
  tbody th {
    z-index: 1;
    background: var(--_ground);
    max-inline-size: 18rem;
    min-inline-size: 11rem;
  }
  tbody tr {
    cursor: pointer;
  }
  tbody tr:hover > * {
    background: var(--_hover);
  }
  tbody:last-child tr:last-child > *,
  tfoot tr > * {
    border-block-end: 0;
  }
  tfoot tr > * {
    position: sticky;
    inset-block-end: 0;
    z-index: 1;
    background: var(--_sunken);
    border-block-start: 1px solid var(--_line);
    font-weight: 600;
    white-space: nowrap;
  }
  tfoot tr > th {
    z-index: 2;
  }
  .how {
    font-weight: 400;
    font-size: 0.86em;
    color: var(--_muted);
  }
  .sort,
  .open {
    border: 0;
    padding: 0;
    background: none;
    cursor: pointer;
    text-align: inherit;
    font: inherit;
    color: inherit;
  }
  .sort {
    display: inline-flex;
    align-items: center;
    gap: 0.3em;
    min-block-size: 2.2em;
  }
  .still {
    display: inline-block;
    padding-block: 0.4em;
  }
  .figure .sort {
    flex-direction: row-reverse;
  }
  .sort svg {
    inline-size: 1em;
    block-size: 1em;
    visibility: hidden;
  }
  .sort:hover svg {
    visibility: visible;
    opacity: 0.5;
  }
  th.sorted {
    color: var(--_text);
  }
  th.sorted .sort svg {
    visibility: visible;
    opacity: 1;
    color: var(--_accent);
  }
  .order {
    font-size: 0.8em;
    color: var(--_accent);
  }
  .open {
    font-weight: 550;
    overflow-wrap: break-word;
    min-block-size: 1.5em;
  }
  tr:hover .open {
    color: var(--_accent);
  }
  .percent {
    display: inline-flex;
    vertical-align: middle;
    align-items: center;
    gap: 0.6em;
  }
  td.percent {
    display: table-cell;
  }
  .percent .bar {
    inline-size: 4.5em;
    block-size: 0.4em;
    border-radius: 1em;
    flex: none;
  }
  .bar .track {
    fill: var(--_neutral-soft);
  }
  .bar .fill {
    fill: var(--_accent);
  }
  @container (max-width: 30rem) {
    th,
    td {
      padding-inline: var(--_space);
    }
    tbody th,
    thead th:first-child {
      max-inline-size: 40cqi;
      min-inline-size: 6.5rem;
      white-space: normal;
    }
    .percent .bar {
      inline-size: 2.5em;
    }
  }
  @media (forced-colors: active) {
    .bar {
      forced-color-adjust: none;
    }
    .bar .track {
      fill: Canvas;
      stroke: CanvasText;
    }
    .bar .fill {
      fill: Highlight;
    }
  }
`;
