/** How a list of people looks: a quiet table, each row of which leads further. */
import { css } from 'lit';

export const listStyles = css`
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
