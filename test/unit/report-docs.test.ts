/** docs/reports.md says what the reports and the metrics say of themselves. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reports } from '../../server/report/catalogue.ts';
import { certificateMetrics, metrics, personMetrics } from '../../server/report/metrics.ts';

const page = readFileSync(new URL('../../docs/reports.md', import.meta.url), 'utf8');

/** The rows of all tables whose head is this, in order. */
function tables(head: string): string[][] {
  const lines = page.split('\n');
  return lines.flatMap((line, at) => {
    if (line !== head) return [];
    const rows = lines.slice(at + 2);
    return rows.slice(0, rows.indexOf('')).map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  });
}

describe('docs/reports.md', () => {
  it('lists every report with its own words', () => {
    expect(tables('| report | title | shows |')).toEqual(
      [...reports.values()].map(({ id, title, description }) => [`\`${id}\``, title, description]),
    );
  });

  it('defines every metric as the report does', () => {
    const all = [metrics, personMetrics, certificateMetrics].flatMap((group) =>
      Object.values(group).map(({ label, definition }) => [label, definition]),
    );
    expect(all.length).toBeGreaterThan(10);
    expect(tables('| figure | counts |')).toEqual(all);
  });
});
