/** `npm run bench`: every benchmark in turn, each a ratio to a baseline of the same run; `--quick` for small data. */
import { parseArgs } from 'node:util';
import { benchExport } from './export.ts';
import { benchHttp } from './http.ts';
import { benchImport } from './import.ts';
import { benchReport } from './report.ts';
import { benchResolution } from './resolution.ts';
import type { BenchResult } from './result.ts';

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const rows = values.quick ? 100_000 : 1_000_000;
const people = values.quick ? 100_000 : 1_000_000;
const enrollments = values.quick ? 500_000 : 5_000_000;

const benches: Record<string, () => Promise<BenchResult | BenchResult[]>> = {
  report: () => benchReport({ enrollments }),
  resolution: () => benchResolution({ people }),
  http: () => benchHttp(),
  export: () => benchExport({ rows }),
  import: () => benchImport({ rows }),
};

const show = ({ name, ratio, goal, better, detail }: BenchResult): string => {
  if (ratio === null) return `?  ${name}: not measured\n   ${detail}`;
  const met = better === 'less' ? ratio <= goal : ratio >= goal;
  const bound = better === 'less' ? 'at most' : 'at least';
  return `${met ? '✓' : '✗'}  ${name}: ${ratio.toFixed(2)} (goal: ${bound} ${goal})\n   ${detail}`;
};

for (const [id, bench] of Object.entries(benches)) {
  if (values.only !== undefined && values.only !== id) continue;
  for (const result of [await bench()].flat()) console.log(show(result));
}
