/** How tiles look: the card around each, the figure of a metric, and its tone. */
import { css } from 'lit';

export const cardStyles = css`
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
