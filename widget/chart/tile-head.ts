/** The head of a tile: its title, a button that says what is counted, and whatever else acts on the tile. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Say } from '../locale/words.ts';
import { placeBeside } from '../popover/place.ts';

interface Head {
  readonly title: string;
  /** What is counted, in a sentence; empty where there is nothing to explain. */
  readonly definition: string;
  readonly say: Say;
  /** Tells the popovers of one shadow tree apart. */
  readonly id: string;
  readonly actions?: unknown;
}

export function tileHead({ title, definition, say, id, actions }: Head): TemplateResult {
  return html`<header class="head">
    <h3 part="title">${title}</h3>
    ${
      definition === ''
        ? nothing
        : html`<button
              class="about"
              type="button"
              popovertarget="about-${id}"
              aria-label=${say('about', { title })}
            >
              <svg viewBox="0 0 16 16" aria-hidden="true">
                <circle cx="8" cy="8" r="6.5"></circle>
                <path d="M8 7.2v4M8 4.6v.1"></path>
              </svg>
            </button>
            <div class="definition" id="about-${id}" popover @toggle=${placeByButton}>${definition}</div>`
    }
    <span class="actions">${actions ?? nothing}</span>
  </header>`;
}

/** How to stop following the button, by open popover. */
const placed = new WeakMap<Element, () => void>();

function placeByButton(event: ToggleEvent): void {
  const popover = event.currentTarget;
  if (!(popover instanceof HTMLElement)) return;
  placed.get(popover)?.();
  placed.delete(popover);
  const button = popover.previousElementSibling;
  if (event.newState === 'open' && button !== null)
    placed.set(popover, placeBeside(popover, button));
}

export const tileHeadStyles = css`
  .head {
    display: flex;
    align-items: center;
    gap: 0.35em;
    min-block-size: 2em;
  }
  .head h3 {
    font-size: 1em;
    font-weight: 600;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .head .actions {
    display: flex;
    margin-inline-start: auto;
  }
  .about {
    flex: none;
    display: inline-grid;
    place-items: center;
    inline-size: 1.75em;
    block-size: 1.75em;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: none;
    color: var(--_muted);
    cursor: pointer;
  }
  .about:hover {
    background: var(--_hover);
    color: var(--_text);
  }
  .about svg {
    inline-size: 1.1em;
    block-size: 1.1em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.4;
    stroke-linecap: round;
  }
  .definition {
    max-inline-size: min(20rem, 94vw);
    padding: 0.7em 0.9em;
    line-height: 1.45;
  }
`;
