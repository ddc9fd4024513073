/** How the export button and its progress are laid out: one line that fits a toolbar. */
import { css } from 'lit';

export const exportButtonStyles = css`
  :host {
    display: inline-block;
    /* As wide as its words: a contained width would be none. */
    container-type: normal;
    max-inline-size: 100%;
  }
  .line,
  .status {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space);
    font-variant-numeric: tabular-nums;
  }
  .status:empty {
    display: none;
  }
  progress {
    inline-size: 7rem;
    block-size: 0.5em;
    border: 0;
    border-radius: 1em;
    overflow: hidden;
    background: var(--_neutral-soft);
    accent-color: var(--_accent);
  }
  /* A bar without an end is left to the browser, which moves it. */
  progress[value] {
    appearance: none;
  }
  progress::-webkit-progress-bar {
    background: var(--_neutral-soft);
  }
  progress::-webkit-progress-value {
    background: var(--_accent);
    border-radius: 1em;
  }
  progress::-moz-progress-bar {
    background: var(--_accent);
  }
  .bad {
    color: var(--_bad);
    overflow-wrap: anywhere;
  }
  .button.done {
    color: var(--_good);
  }
  dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.3em var(--_space);
    margin: 0;
  }
  dt {
    color: var(--_muted);
  }
  dd {
    margin: 0;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  code {
    font-size: 0.9em;
    user-select: all;
  }
`;
