/** The loader: connects the page by its own script tag and registers the elements, once however often it is loaded. */
import { configure, connectByScriptTag } from './client/connection.ts';
import { AmbitExportButton } from './export-button/export-button.ts';
import { loadBoards, watchForBoards } from './on-demand.ts';
import { FilterEditor } from './report/filter-editor.ts';
import { AmbitReport } from './report/report.ts';

export { configure, loadBoards };

const elements = [
  ['ambit-report', AmbitReport],
  ['ambit-export-button', AmbitExportButton],
  ['ambit-filter-editor', FilterEditor],
] as const;

for (const [name, element] of elements) {
  if (!customElements.get(name)) customElements.define(name, element);
}

connectByScriptTag(import.meta.url);
watchForBoards(document);
