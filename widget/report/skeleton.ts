/** The still picture of a report before its first rows. */
import { html } from 'lit';

const lines = Array.from({ length: 8 });
const cells = Array.from({ length: 5 });

export const renderReportSkeleton = (): unknown =>
  html`<div class="skeleton">
    <div class="toolbar"><span class="bone title"></span><span class="bone"></span></div>
    ${lines.map(() => html`<div class="line">${cells.map(() => html`<span class="bone"></span>`)}</div>`)}
  </div>`;
