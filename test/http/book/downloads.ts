/** GET /v1/downloads/{id}: the file behind a signed address, equal to the screen, once. */
import { expect } from 'vitest';
import { reports } from '../../../server/report/catalogue.ts';
import type { ExportManifest } from '../../../shared/wire/export.ts';
import type { Report } from '../../../shared/wire/report.ts';
import { parseCsv } from '../csv.ts';
import { allRows, chiara, ingrid, openPage, problemOf, requestExport } from '../portal.ts';
import { questionFor } from '../questions.ts';
import { expectSameRows } from '../same-rows.ts';
import { nextHour } from '../stage.ts';
import type { Chapter } from './book.ts';

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

export const downloads: Chapter = {
  'FOR-005 gives of every report the rows of the screen, as many bytes and the digest as promised':
    async (stage) => {
      for (const id of reports.keys()) {
        nextHour(stage);
        const page = await openPage(stage, ingrid);
        const question = questionFor(ingrid, id);
        const screen = await allRows(page, id, question);
        const { columns } = await page.read<Report>(`/v1/reports/${id}`);
        const manifest = await requestExport(page, id, question);
        const bytes = await (await stage.fetch(new Request(manifest.url))).arrayBuffer();
        const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
        expect(text[0]).toBe('\uFEFF');
        expectSameRows(columns, screen, parseCsv(text.slice(1)));
        const told = await page.read<ExportManifest>(`/v1/exports/${manifest.id}`);
        expect(told).toMatchObject({
          status: 'complete',
          rows_written: screen.total,
          bytes: bytes.byteLength,
          sha256: hex(await crypto.subtle.digest('SHA-256', bytes)),
        });
      }
    },

  'comes as a file to be saved, with a name for every reader, and without the mark where it is not wished':
    async (stage) => {
      const page = await openPage(stage, chiara);
      const { url } = await requestExport(page, 'courses', {}, { bom: false });
      const response = await stage.fetch(new Request(url));
      expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
      expect(response.headers.get('Content-Disposition')).toMatch(
        /^attachment; filename="Molino Aurelia portal - Courses - [\d-]+\.csv"; filename\*=UTF-8''Molino%20Aurelia/,
      );
      expect(new Uint8Array(await response.arrayBuffer())[0]).toBe('"'.charCodeAt(0));
    },

  'T-38 opens once, at its own address alone': async (stage) => {
    const page = await openPage(stage, ingrid);
    const { url } = await requestExport(page, 'courses');
    const other = await requestExport(page, 'learners');
    const [path, query = ''] = url.split('?');
    const [first, second] = query.split('&');
    const id = path?.split('/').at(-1) ?? '';
    const altered = [
      `${path}?${second}&${first}`,
      `${url}&x=1`,
      `${url}&`,
      `${url}=`,
      `${path}?${second}`,
      `${path}?${first}`,
      `${path}`,
      `${path}?expires=9999999999&${second}`,
      `${path}?expires=0${first?.slice(8)}&${second}`,
      url.slice(0, -1),
      `${url}A`,
      url.replace(id, other.id),
      url.replace(id, `%${id.charCodeAt(0).toString(16)}${id.slice(1)}`),
      url.replace('/v1/downloads/', '/v1/downloads/x'),
    ];
    const bodies = new Set<string>();
    for (const address of altered) {
      const response = await stage.fetch(new Request(address));
      expect(response.status, address).toBe(403);
      bodies.add(JSON.stringify(await problemOf(response)));
    }
    const head = await stage.fetch(new Request(url, { method: 'HEAD' }));
    expect([head.status, await head.text()]).toEqual([403, '']);
    const part = await stage.fetch(new Request(url, { headers: { Range: 'bytes=0-9' } }));
    expect(part.status).toBe(403);
    bodies.add(JSON.stringify(await problemOf(part)));
    // None of that has used it up.
    expect((await (await stage.fetch(new Request(url))).text()).length).toBeGreaterThan(0);
    const again = await stage.fetch(new Request(url));
    expect(again.status).toBe(403);
    bodies.add(JSON.stringify(await problemOf(again)));
    expect([...bodies]).toHaveLength(1);
  },

  'T-37 is over after two minutes': async (stage) => {
    const page = await openPage(stage, ingrid);
    const [early, late] = [
      await requestExport(page, 'courses'),
      await requestExport(page, 'courses'),
    ];
    stage.clock.now += 119;
    expect((await stage.fetch(new Request(early.url))).status).toBe(200);
    stage.clock.now += 1;
    expect((await stage.fetch(new Request(late.url))).status).toBe(403);
    const { status } = await page.read<ExportManifest>(`/v1/exports/${late.id}`);
    expect(status).toBe('expired');
  },

  'T-38 of fifty who fetch one address at once, one gets the file': async (stage) => {
    const page = await openPage(stage, ingrid);
    const { url } = await requestExport(page, 'courses');
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const response = await stage.fetch(new Request(url));
        await response.text();
        return response.status;
      }),
    );
    expect(answers.filter((status) => status === 200)).toHaveLength(1);
    expect(answers.filter((status) => status === 403)).toHaveLength(49);
  },
};
