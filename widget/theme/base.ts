/** What all widgets look alike in: box, text, buttons, fields, menus, notices, skeletons. */
import { css } from 'lit';

export const base = css`
  :host {
    display: block;
    container-type: inline-size;
    font: var(--_font);
    color: var(--_text);
    /* Text brings its ground along: a page may be light while its reader's system is dark. */
    background: var(--ambit-color-page, var(--_ground));
    box-shadow: 0 0 0 calc(var(--_space) * 1.5) var(--ambit-color-page, var(--_ground));
    border-radius: var(--_radius);
    text-align: start;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  .root {
    font-size: 0.875em;
    line-height: 1.45;
    min-inline-size: 0;
    outline: none;
    /* A widget within a widget stands on what is there already. */
    --ambit-color-page: transparent;
  }
  h2,
  h3,
  p {
    margin: 0;
  }
  button,
  input,
  select {
    font: inherit;
    color: inherit;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.45em;
    min-block-size: 2.3em;
    padding: 0.3em 0.8em;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_raised);
    color: var(--_text);
    cursor: pointer;
    white-space: nowrap;
  }
  .button:hover {
    background: var(--_hover);
  }
  .button:disabled,
  .button[aria-disabled='true'] {
    color: var(--_muted);
    background: var(--_sunken);
    cursor: not-allowed;
  }
  .button.primary {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .button.plain {
    border-color: transparent;
    background: transparent;
    color: var(--_accent);
  }
  .button.icon {
    padding: 0;
    min-inline-size: 2.3em;
  }
  .field {
    min-block-size: 2.3em;
    padding: 0.3em 0.6em;
    border: 1px solid var(--_edge);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_ground);
    min-inline-size: 0;
  }
  svg.icon {
    inline-size: 1.15em;
    block-size: 1.15em;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .muted {
    color: var(--_muted);
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .notice {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: var(--_space);
    padding: calc(var(--_space) * 5) calc(var(--_space) * 2);
    text-align: center;
  }
  .notice p {
    color: var(--_muted);
    max-inline-size: 46ch;
    overflow-wrap: anywhere;
  }
  .notice .title {
    font-size: 1.1em;
    font-weight: 600;
    color: inherit;
  }
  .notice > svg.icon {
    inline-size: 2em;
    block-size: 2em;
    color: var(--_muted);
  }
  .notice.bad:not([data-kind='expired'], [data-kind='forbidden']) > svg.icon {
    color: var(--_bad);
  }
  .bone {
    display: block;
    block-size: 0.9em;
    border-radius: 0.3em;
    background: var(--_neutral-soft);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
  [popover] {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: var(--_space);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow);
    max-block-size: min(34rem, 92vh);
    max-inline-size: min(24rem, 94vw);
    overflow: auto;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
    }
  }
  @media (forced-colors: active) {
    .button,
    [popover] {
      border-color: ButtonBorder;
    }
    .bone {
      background: GrayText;
    }
  }
`;
