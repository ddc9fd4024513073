/** The screen as a reader finds their way about it: by roles and names, not by the insides of the widgets. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Locator, Page } from 'playwright-core';
import type { ExportManifest } from '../../shared/wire/export.ts';
import type { Recording } from './recording.ts';

/** The number that a text begins with or holds first, as English writes numbers. */
export const numberIn = (text: string | null): number =>
  Number(/\d[\d,.]*/.exec(text ?? '')?.[0].replaceAll(',', ''));

/** The figure of a metric tile: a button that opens the rows behind it. */
export const figure = (page: Page, title: string): Locator =>
  page.getByRole('button', { name: new RegExp(`^${title}: `) });

export const figureOf = async (page: Page, title: string): Promise<number> =>
  numberIn((await figure(page, title).locator('.number').textContent()) ?? '');

/** `<ambit-report>` on the page of one report, or in the panel beneath a figure. */
export const report = (page: Page): Locator => page.locator('ambit-report').first();

/** Resolves with the count in the head of a report, once there is one that fits. */
export async function countIn(table: Locator, fits: RegExp = /\d/): Promise<number> {
  const count = table.locator('.count').filter({ hasText: fits });
  await count.waitFor();
  return numberIn(await count.textContent());
}

/** The texts of one column of a table, from the rows in sight, by the label in its head. */
export async function columnOf(table: Locator, label: string): Promise<string[]> {
  const heads = await headsOf(table);
  const at = heads.indexOf(label);
  if (at < 0) throw new RangeError(`No column ${label} among ${heads.join(', ')}`);
  const cells = table.locator(`tbody tr > :nth-child(${at + 1})`);
  return (await cells.allTextContents()).map((text) => text.trim());
}

/** The labels of the columns in sight, in their order. */
export const headsOf = async (table: Locator): Promise<string[]> =>
  (await table.locator('thead th > :is(.still, .sort)').evaluateAll(labelsIn)).map((one) =>
    one.trim(),
  );

/** Without the number that an order of several keys gives each. */
const labelsIn = (heads: Element[]): string[] =>
  heads.map((head) => (head.querySelector('span') ?? head).textContent ?? '');

/** Waits until newer rows than those in sight have come. */
export async function afterLoading(table: Locator, act: () => Promise<void>): Promise<void> {
  const answered = table
    .page()
    .waitForResponse((response) => /\/v1\/reports\/[^/]+\/rows/.test(response.url()));
  await Promise.all([answered, act()]);
  await table.locator('[role="region"][aria-busy="false"]').first().waitFor();
}

export interface Taken {
  readonly manifest: ExportManifest;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly text: string;
  readonly sha256: string;
}

/** Presses the export button and reads the file that the browser saved. */
export async function takeFile(page: Page, table: Locator, recording: Recording): Promise<Taken> {
  const coming = page.waitForEvent('download');
  await table.getByRole('button', { name: 'Export CSV' }).click();
  const download = await coming;
  const bytes = await readFile(await download.path());
  await table.getByRole('button', { name: /rows? exported/ }).waitFor();
  const text = bytes.toString('utf8');
  const [header = [], ...rows] = parse(text, { bom: true }) as string[][];
  const manifests = (await recording.exchanges())
    .filter(({ path }) => /^\/v1\/exports\/./.test(path))
    .map(({ body }) => JSON.parse(body) as ExportManifest);
  const manifest = manifests.findLast(({ status }) => status === 'complete');
  if (!manifest) throw new Error('No manifest tells of a complete file');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { manifest, header, rows, text, sha256 };
}
