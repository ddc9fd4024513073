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
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(8.5em, 1fr));
    gap: var(--_space);
    margin-block: calc(var(--_space) * 1.5);
  }
  .figures > div {
    padding: calc(var(--_space) * 1) calc(var(--_space) * 1.5);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  .figures dd {
    font-size: 1.5em;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  .figures .bad {
    border-inline-start: 4px solid var(--_bad);
  }
  .figures .bad dd {
    color: var(--_bad);
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
    block-size: 3.5em;
  }
`;
