/** `npm run requirements`: each requirement and threat with its state and the tests that prove it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  areaOf,
  areas,
  findTests,
  type Requirement,
  readRequirements,
  root,
  states,
} from './requirement-list.ts';
import { pageOf } from './requirements-page.ts';

const { values: options } = parseArgs({
  options: {
    area: { type: 'string' },
    missing: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

/** Why it is no better, then how many tests there are, and where. */
function proofOf({ state, tests, part, note }: Requirement): string {
  const why = state === 'proven' ? '' : [part, note].filter(Boolean).join(': ');
  const total = tests.reduce((sum, { count }) => sum + count, 0);
  const files = tests.map(({ file, count }) => (count > 1 ? `${file} (${count})` : file));
  return [why, total > 0 && `${total} in ${files.join(', ')}`].filter(Boolean).join('; ');
}

function print(items: readonly Requirement[]): void {
  const lines = items.map((item) => [item.id, item.label, item.state, proofOf(item)]);
  const widths = [0, 1, 2].map((at) => Math.max(0, ...lines.map((line) => line[at]?.length ?? 0)));
  for (const line of lines) {
    console.log(line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  '));
  }
  const told = states.map((one) => `${items.filter(({ state }) => state === one).length} ${one}`);
  console.log(`\n${items.length} numbers: ${told.join(', ')}`);
}

const all = readRequirements();
const known = new Set(all.map(({ id }) => id));
const strange = [...findTests()].filter(([id]) => !known.has(id));

if (options.area !== undefined && !areas.some(({ prefix }) => prefix === options.area)) {
  console.error(`--area is one of ${areas.map(({ prefix }) => prefix).join(', ')}`);
  process.exitCode = 2;
} else if (options.write) {
  writeFileSync(join(root, 'docs/requirements.md'), pageOf(all));
} else {
  print(
    all.filter(
      (item) =>
        (options.area === undefined || areaOf(item) === options.area) &&
        !(options.missing && item.tests.length > 0),
    ),
  );
}

for (const [id, tests] of strange) {
  console.error(`${id} is no number of ours: ${tests.map(({ file }) => file).join(', ')}`);
  process.exitCode = 1;
}
