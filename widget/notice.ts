/** What stands in place of figures: a trouble with a way out where there is one, or nothing to show and why. */
import { html, nothing } from 'lit';
import type { Trouble } from './client/trouble.ts';
import type { Say } from './locale/words.ts';
import { type IconName, icon } from './theme/icon.ts';

const iconByKind: Readonly<Record<Trouble['kind'], IconName>> = {
  expired: 'lock',
  forbidden: 'lock',
  missing: 'inbox',
  offline: 'warning',
  stale: 'retry',
  rejected: 'warning',
  misconfigured: 'warning',
  failed: 'warning',
};

/** Troubles that another attempt cannot mend. */
const hopeless: ReadonlySet<Trouble['kind']> = new Set(['forbidden', 'missing']);

/** Troubles whose own sentence says more than the locale's. */
const telling: ReadonlySet<Trouble['kind']> = new Set(['rejected', 'misconfigured']);

export function renderTroubleNotice(trouble: Trouble, say: Say, retry: () => void): unknown {
  const { kind, detail, instance } = trouble;
  const own = telling.has(kind) ? detail : null;
  return html`<div class="notice bad" part="trouble" role="alert" data-kind=${kind}>
    ${icon(iconByKind[kind])}
    <p class="title">${say(`${kind}.title`)}</p>
    <p>${own ?? say(`${kind}.text`)}</p>
    ${
      hopeless.has(kind)
        ? nothing
        : html`<button class="button" part="button" @click=${retry}>
            ${icon('retry')}${say('retry')}
          </button>`
    }
    ${instance === null ? nothing : html`<p><small>${say('reference', { instance })}</small></p>`}
  </div>`;
}

export function renderEmptyNotice(title: string, text: string, action: unknown): unknown {
  return html`<div class="notice" part="empty">
    ${icon('inbox')}
    <p class="title">${title}</p>
    <p>${text}</p>
    ${action}
  </div>`;
}
