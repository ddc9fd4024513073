/** `<ambit-export-button>`: takes a report away as a file, and says how far it is and what arrived. */
import { html, nothing, type PropertyDeclarations } from 'lit';
import type { ExportManifest } from '../../shared/wire/export.ts';
import type { Client } from '../client/client.ts';
import { connected } from '../client/connection.ts';
import { asTrouble, isAbort, Trouble } from '../client/trouble.ts';
import { AmbitElement } from '../element.ts';
import { Popovers } from '../popover/popovers.ts';
import { QuestionElement } from '../question-element.ts';
import { icon } from '../theme/icon.ts';
import { startDownload } from './download.ts';
import { exportButtonStyles } from './export-button-style.ts';
import { follow, hasEnded, pause } from './following.ts';

/** What the reader is told. A trouble has its own sentence. */
type Stage =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'under-way' | 'ended'; readonly manifest: ExportManifest }
  | { readonly kind: 'trouble'; readonly sentence: string };

/**
 * Attributes: `report`, `filters` (JSON), `sort`, `columns`, `q`, as on `<ambit-report>`; or the property `question`.
 * Property `allowed` spares the request that finds out whether this viewer may export.
 *
 * Events: `ambit-export` ({manifest}) when a file has arrived whole.
 *
 * Parts: root, button, progress, status.
 */
export class AmbitExportButton extends QuestionElement {
  static override properties: PropertyDeclarations = {
    allowed: { attribute: false },
    found: { state: true },
    stage: { state: true },
  };
  static override styles = [...AmbitElement.styles, exportButtonStyles];

  declare allowed: boolean | null;
  /** What the API said of this viewer. */
  declare private found: boolean | null;
  declare private stage: Stage;

  #following: AbortController | null = null;
  #popovers = new Popovers();

  constructor() {
    super();
    this.allowed = null;
    this.found = null;
    this.stage = { kind: 'idle' };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#following?.abort();
    this.#popovers.stop();
  }

  protected override async load(client: Client, signal: AbortSignal): Promise<void> {
    if (this.allowed !== null || this.found !== null) return;
    if (this.report === '') throw new Trouble('rejected', 'The report attribute is missing.');
    this.found = (await client.report(this.report, signal)).exportable;
  }

  protected override drop(): void {
    this.#following?.abort();
    this.found = null;
    this.stage = { kind: 'idle' };
  }

  protected override renderSkeleton(): unknown {
    return html`<span class="button">${icon('download')}${this.say('export.start')}</span>`;
  }

  /** One line in place: this is a button, not a panel. */
  protected override renderTrouble(trouble: Trouble): unknown {
    return html`<div class="line" role="alert">
      <span class="bad">${this.say(`${trouble.kind}.title`)}</span>
      <button class="button" @click=${() => void this.reload()}>${icon('retry')}${this.say('retry')}</button>
    </div>`;
  }

  protected override renderReady(): unknown {
    const { stage, say } = this;
    const refused = (this.found ?? this.allowed) === false;
    const busy = stage.kind === 'starting' || stage.kind === 'under-way';
    const again = stage.kind === 'ended' || stage.kind === 'trouble';
    return html`<div class="line">
      <div class="status" part="status">${this.#renderStage(stage)}</div>
      <button
        class="button"
        part="button"
        aria-disabled=${refused || busy}
        aria-describedby=${refused ? 'reason' : nothing}
        @click=${() => {
          if (!refused && !busy) void this.#export();
        }}
      >
        ${icon('download')}${say(again ? 'export.again' : 'export.start')}
      </button>
      ${refused ? html`<span id="reason" class="muted">${say('export.not-allowed')}</span>` : nothing}
    </div>`;
  }

  #renderStage(stage: Stage): unknown {
    switch (stage.kind) {
      case 'idle':
        return nothing;
      case 'starting':
        return html`<progress part="progress" aria-label=${this.say('export.progress-label')}></progress>
          <span>${this.say('export.starting')}</span>`;
      case 'under-way':
        return this.#renderProgress(stage.manifest);
      case 'ended':
        return this.#renderDone(stage.manifest);
      case 'trouble':
        return html`<span class="bad" role="alert">${stage.sentence}</span>`;
      default:
        return stage satisfies never;
    }
  }

  #renderProgress({ status, rows_expected, rows_written }: ExportManifest): unknown {
    return html`<progress
        part="progress"
        aria-label=${this.say('export.progress-label')}
        max=${Math.max(1, rows_expected)}
        value=${rows_written}
      ></progress>
      <span>
        ${
          status === 'ready'
            ? this.say('export.waiting')
            : this.say('export.progress', { done: rows_written, count: rows_expected })
        }
      </span>`;
  }

  #renderDone(manifest: ExportManifest): unknown {
    const { say, format } = { say: this.say, format: this.speech.format };
    return html`<button
        class="button plain done"
        id="details-button"
        popovertarget="details"
        title="SHA-256 ${manifest.sha256 ?? ''}"
      >
        ${icon('check')}<span>${say('export.done', { count: manifest.rows_written })}</span>
        <span class="unseen">${say('export.details')}</span>
      </button>
      <div
        popover
        id="details"
        @toggle=${(event: ToggleEvent) =>
          this.#popovers.follow(
            event.currentTarget as HTMLElement,
            this.renderRoot.querySelector<HTMLElement>('#details-button'),
            event.newState === 'open',
          )}
      >
        <dl>
          <dt>${say('export.file')}</dt>
          <dd>${manifest.filename}</dd>
          <dt>${say('export.size')}</dt>
          <dd>${format.bytes(manifest.bytes ?? 0)}</dd>
          <dt>SHA-256</dt>
          <dd><code>${manifest.sha256}</code></dd>
        </dl>
      </div>`;
  }

  async #export(): Promise<void> {
    this.#following?.abort();
    const following = new AbortController();
    this.#following = following;
    const { signal } = following;
    this.stage = { kind: 'starting' };
    this.announce(this.say('export.starting'));
    try {
      const client = await connected();
      const manifest = await client.createExport(
        { report: this.report, question: this.question },
        signal,
      );
      const address = client.downloadUrl(manifest);
      if (address === null) throw new Trouble('rejected', this.say('export.refused-link'));
      startDownload(address, manifest.filename, this.renderRoot);
      this.stage = { kind: 'under-way', manifest };
      await this.#follow(client, manifest.id, signal);
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) this.#fail(asTrouble(error));
    }
  }

  async #follow(client: Client, id: string, signal: AbortSignal): Promise<void> {
    const looks = follow({
      read: () => client.exportManifest(id, signal),
      pause: (ms) => pause(ms, signal),
      now: () => performance.now(),
    });
    for await (const manifest of looks) {
      this.stage = { kind: 'under-way', manifest };
      if (hasEnded(manifest)) this.#end(manifest);
    }
    if (this.stage.kind === 'under-way')
      this.stage = { kind: 'trouble', sentence: this.say('export.expired') };
  }

  #end(manifest: ExportManifest): void {
    if (manifest.status !== 'complete') {
      const sentence = this.say(manifest.status === 'expired' ? 'export.expired' : 'export.failed');
      this.stage = { kind: 'trouble', sentence };
      return;
    }
    this.stage = { kind: 'ended', manifest };
    this.announce(this.say('export.done', { count: manifest.rows_written }));
    this.tell('ambit-export', { manifest });
  }

  /** A lost permission is told by the button itself from then on. */
  #fail(trouble: Trouble): void {
    if (trouble.kind === 'forbidden') this.found = false;
    const sentence = trouble.kind === 'rejected' ? trouble.detail : null;
    this.stage = { kind: 'trouble', sentence: sentence ?? this.say(`${trouble.kind}.title`) };
  }
}
