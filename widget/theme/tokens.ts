/** The custom properties that every widget is drawn with: public `--ambit-*` ones, and what they default to. */
import { css } from 'lit';

/**
 * Each private `--_x` takes the host page's `--ambit-x` when there is one. `light-dark()` follows the element's
 * color-scheme, so that one table serves both themes. `auto` inherits the page's: a page that says `color-scheme:
 * light dark` gets what its reader prefers, and a page that knows no dark gets no dark box. All pairs of text and ground meet WCAG AA.
 */
export const tokens = css`
  :host {
    --_ground: var(--ambit-color-ground, light-dark(#ffffff, #14181f));
    --_raised: var(--ambit-color-raised, light-dark(#ffffff, #1b212b));
    --_sunken: var(--ambit-color-sunken, light-dark(#f5f7fa, #1a1f28));
    --_hover: var(--ambit-color-hover, light-dark(#f0f4fb, #232b38));
    --_line: var(--ambit-color-line, light-dark(#dfe4ec, #323b4a));
    --_edge: var(--ambit-color-edge, light-dark(#838d9e, #7a8598));
    --_text: var(--ambit-color-text, light-dark(#1a2230, #e8ecf3));
    --_muted: var(--ambit-color-muted, light-dark(#566072, #a3adbd));
    --_accent: var(--ambit-color-accent, light-dark(#1f5fbf, #7fb0ff));
    --_on-accent: var(--ambit-color-on-accent, light-dark(#ffffff, #0c1626));
    --_accent-soft: var(--ambit-color-accent-soft, light-dark(#e6effc, #1f3252));
    --_good: var(--ambit-color-good, light-dark(#1b7340, #6fd096));
    --_good-soft: var(--ambit-color-good-soft, light-dark(#e2f4e9, #17382a));
    --_warning: var(--ambit-color-warning, light-dark(#8a5300, #f0bf5e));
    --_warning-soft: var(--ambit-color-warning-soft, light-dark(#fdf1d8, #3d3014));
    --_bad: var(--ambit-color-bad, light-dark(#b3261e, #ff9d94));
    --_bad-soft: var(--ambit-color-bad-soft, light-dark(#fdeae8, #46211f));
    --_neutral: var(--ambit-color-neutral, light-dark(#5b6577, #aab4c4));
    --_neutral-soft: var(--ambit-color-neutral-soft, light-dark(#eceff4, #2a323f));
    --_shadow: var(--ambit-shadow, 0 8px 28px light-dark(#1a223029, #00000080));
    --_radius: var(--ambit-radius, 8px);
    --_font: var(--ambit-font, inherit);
    --_space: var(--ambit-space, 8px);
    --_row: calc(var(--_space) * 1.05);
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host([density='compact']) {
    --_row: calc(var(--_space) * 0.5);
  }
`;
