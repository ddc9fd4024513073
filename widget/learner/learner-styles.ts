/** How a learner's page looks: who, how far, and then the tables. */
import { css } from 'lit';

export const learnerStyles = css`
  h2 {
    font-size: 1.35em;
    font-weight: 650;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  ambit-report {
    font-size: calc(1em / 0.875);
  }
  /* Whose page it is need not be said again as a filter. */
  ambit-report::part(filters) {
    display: none;
  }
  dl,
  dd {
    margin: 0;
  }
  dt {
    color: var(--_muted);
  }
  .about-learner {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2em 1.5em;
    margin-block-start: 0.4em;
  }
  .about-learner div {
    display: flex;
    gap: 0.5em;
    min-inline-size: 0;
  }
  .about-learner dd {
    overflow-wrap: anywhere;
  }
  .figures {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space);
    margin-block: calc(var(--_space) * 1.5);
  }
  .figures > div {
    flex: 1 1 auto;
    min-inline-size: 6em;
    padding: calc(var(--_space) * 1) calc(var(--_space) * 1.5);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  .figures dd {
    font-size: 1.4em;
    font-weight: 650;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .figures .bad {
    border-inline-start: 4px solid var(--_bad);
  }
  .figures .bad dd {
    color: var(--_bad);
  }
  .figures .warning {
    border-inline-start: 4px solid var(--_warning);
  }
  .figures .warning dd {
    color: var(--_warning);
  }
  section {
    margin-block-start: calc(var(--_space) * 3);
  }
  .bones {
    display: grid;
    gap: 1em;
  }
  .bones .title {
    inline-size: 30%;
    block-size: 1.6em;
  }
  .bones .figures .bone {
    inline-size: 6em;
    flex: 1;
    block-size: 3.5em;
  }
`;
