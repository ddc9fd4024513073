/** How the report is laid out: what surrounds the table. */
import { type CSSResult, css } from 'lit';
import { rowDialogStyles } from './row-dialog-style.ts';
import { tableStyles } from './table-style.ts';

const frameStyles = css`
  .toolbar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space);
    margin-block-end: var(--_space);
  }
  .name {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    column-gap: calc(var(--_space) * 1.25);
    flex: 1 1 14rem;
    min-inline-size: 0;
  }
  .name h2 {
    font-size: 1.3em;
    font-weight: 650;
    line-height: 1.3;
  }
  ambit-export-button {
    /* It has the same smaller text already: not smaller twice. */
    font-size: calc(1em / 0.875);
  }
  .search {
    position: relative;
    flex: 0 1 15rem;
  }
  .search svg {
    position: absolute;
    inset-inline-start: 0.65em;
    inset-block-start: 0.6em;
    color: var(--_muted);
    pointer-events: none;
  }
  .search input {
    inline-size: 100%;
    padding-inline-start: 2.2em;
  }
  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 0.75);
    margin-block-end: var(--_space);
  }
  .filters > .plain:first-child {
    margin-inline-start: -0.8em;
  }
  .chip {
    display: inline-flex;
    align-items: stretch;
    min-inline-size: 0;
    max-inline-size: 100%;
    border: 1px solid var(--_line);
    border-radius: 2em;
    background: var(--_sunken);
    overflow: clip;
  }
  .chip button {
    border: 0;
    background: none;
    cursor: pointer;
  }
  .chip button:hover {
    background: var(--_hover);
  }
  .chip :focus-visible {
    outline-offset: -2px;
    border-radius: 2em;
  }
  .chip-words {
    padding: 0.3em 0.4em 0.3em 0.8em;
    padding-inline: 0.8em 0.4em;
    min-inline-size: 0;
    text-align: start;
    overflow-wrap: anywhere;
  }
  .chip-words:last-child {
    padding-inline-end: 0.8em;
  }
  .chip-words b {
    font-weight: 550;
  }
  .chip-close {
    display: grid;
    place-items: center;
    min-inline-size: 2em;
    padding-inline: 0.2em 0.4em;
    color: var(--_muted);
  }
  .progress {
    block-size: 2px;
    margin-block-end: -2px;
    overflow: hidden;
    position: relative;
    z-index: 3;
  }
  .progress.on::before {
    content: '';
    display: block;
    block-size: 100%;
    inline-size: 30%;
    background: var(--_accent);
    animation: pass 1.1s linear infinite;
    animation-delay: 0.15s;
    animation-fill-mode: backwards;
    transform: translateX(-100%);
  }
  @keyframes pass {
    from {
      transform: translateX(-100%);
    }
    to {
      transform: translateX(340%);
    }
  }
  .body {
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_ground);
    overflow: clip;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: calc(var(--_space) * 0.75) calc(var(--_space) * 2);
    padding: calc(var(--_space) * 0.75) calc(var(--_space) * 1.5);
    border-block-start: 1px solid var(--_line);
    background: var(--_sunken);
  }
  .as-of {
    margin-inline-end: auto;
  }
  .foot nav,
  .size {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 0.75);
  }
  .range {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  [dir='rtl'] .previous,
  [dir='rtl'] .next,
  [dir='rtl'] .bar {
    transform: scaleX(-1);
  }
  .option {
    display: flex;
    gap: 0.6em;
    align-items: center;
    padding: 0.35em 0.5em;
    border-radius: calc(var(--_radius) * 0.5);
    cursor: pointer;
  }
  .option:hover {
    background: var(--_hover);
  }
  .option input {
    accent-color: var(--_accent);
    margin: 0;
  }
  .skeleton .title {
    inline-size: 12rem;
    block-size: 1.4em;
    margin-inline-end: auto;
  }
  .skeleton .toolbar .bone:last-child {
    inline-size: 6rem;
  }
  .line {
    display: grid;
    grid-template-columns: 2fr 2fr 1fr 1fr 1fr;
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 1.6) var(--_space);
    border-block-end: 1px solid var(--_line);
  }
  .line:nth-child(odd) .bone:nth-child(-n + 2) {
    inline-size: 70%;
  }
  @container (max-width: 30rem) {
    .search {
      flex: 1 1 100%;
      order: 5;
    }
    .as-of {
      inline-size: 100%;
    }
    .foot {
      justify-content: space-between;
    }
  }
`;

export const reportStyles: CSSResult[] = [frameStyles, tableStyles, rowDialogStyles];
