/** How the details of a row are laid out: a sheet over the page, with a name before each value. */
import { css } from 'lit';

export const rowDialogStyles = css`
  dialog {
    inline-size: min(34rem, 94vw);
    max-block-size: 86vh;
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 1.5);
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow);
  }
  dialog::backdrop {
    background: #0b101a80;
  }
  .dialog-head {
    position: sticky;
    inset-block-start: 0;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space);
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2);
    border-block-end: 1px solid var(--_line);
    background: var(--_raised);
  }
  .dialog-head h2 {
    font-size: 1.15em;
    overflow-wrap: anywhere;
  }
  dl {
    margin: 0;
    padding: var(--_space) calc(var(--_space) * 2) calc(var(--_space) * 2);
  }
  dl > div {
    display: grid;
    grid-template-columns: minmax(8rem, 2fr) 3fr;
    gap: var(--_space);
    padding-block: 0.45em;
    border-block-end: 1px solid var(--_line);
  }
  dl > div:last-child {
    border: 0;
  }
  dt {
    color: var(--_muted);
  }
  dd {
    margin: 0;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
`;
