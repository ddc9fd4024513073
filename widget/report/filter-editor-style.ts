/** How the filter editor is laid out. */
import { css } from 'lit';

export const filterEditorStyles = css`
  :host {
    inline-size: min(20rem, 86vw);
    font-size: 0.875rem;
  }
  form,
  label:not(.value),
  fieldset {
    display: flex;
    flex-direction: column;
    gap: 0.35em;
  }
  form {
    gap: calc(var(--_space) * 1.25);
    padding: calc(var(--_space) * 0.5);
  }
  label:not(.value) > span,
  legend {
    font-size: 0.93em;
    color: var(--_muted);
  }
  fieldset {
    border: 0;
    margin: 0;
    padding: 0;
    min-inline-size: 0;
  }
  .values {
    max-block-size: min(13rem, 34vh);
    overflow: auto;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 0.75);
    padding: 0.25em;
  }
  .values p {
    padding: 0.4em;
  }
  .value {
    display: grid;
    grid-template-columns: auto 1fr auto;
    gap: 0.6em;
    align-items: baseline;
    padding: 0.3em 0.4em;
    border-radius: calc(var(--_radius) * 0.5);
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .value:hover {
    background: var(--_hover);
  }
  .value input {
    accent-color: var(--_accent);
    margin: 0;
    align-self: center;
  }
`;
