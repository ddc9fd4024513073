/** How a chart is laid out around its marks: plot, legend, tooltip, table. */
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
  .legend .name + .figure {
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
    .tip {
      border-color: CanvasText;
    }
  }
`;
