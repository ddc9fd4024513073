/** Keeps imports running one way, and proves that the checker sees each kind of breach. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { breachesIn, breachesUnder } from './import-order.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the house', () => {
  it('imports one way only', () => {
    const { files, breaches } = breachesUnder(root);
    expect(files).toBeGreaterThan(0);
    expect(breaches).toEqual([]);
  });
});

describe('the checker', () => {
  const refused: [what: string, file: string, source: string][] = [
    ['a later folder', 'server/data/a.ts', `import { x } from '../scope/x.ts';`],
    ['a later folder, types alone', 'server/scope/a.ts', `import type { X } from '../http/x.ts';`],
    ['a re-export', 'server/token/a.ts', `export { x } from '../report/x.ts';`],
    ['a re-export of everything', 'server/export/a.ts', `export * from '../command/x.ts';`],
    ['an import on demand', 'server/connect/a.ts', `const x = () => import('../runtime/x.ts');`],
    ['a type of an import', 'server/data/a.ts', `type X = import('../token/x.ts').X;`],
    ['an import for its effect', 'server/http/a.ts', `import '../runtime/x.ts';`],
    ['a deep way round', 'server/data/deep/a.ts', `import { x } from '../../http/deep/x.ts';`],
    ['the widget from the server', 'server/http/a.ts', `import { x } from '../../widget/x.ts';`],
    ['the server from the widget', 'widget/a.ts', `import { x } from '../server/data/x.ts';`],
    ['the server from shared', 'shared/a.ts', `import { x } from '../server/data/x.ts';`],
    ['the widget from shared', 'shared/wire/a.ts', `import { x } from '../../widget/x.ts';`],
    ['the tests from the core', 'server/data/a.ts', `import { x } from '../../test/x.ts';`],
    ['Node in the core', 'server/data/a.ts', `import { readFile } from 'node:fs/promises';`],
    ['Node by its short name', 'server/http/a.ts', `import { join } from 'path';`],
    ['Node in shared', 'shared/a.ts', `import { Buffer } from 'node:buffer';`],
    ['Node in the widget', 'widget/a.ts', `import { Buffer } from 'node:buffer';`],
    ['Workers in the core', 'server/data/a.ts', `import { env } from 'cloudflare:workers';`],
    ['a Node package', 'server/http/a.ts', `import { serve } from '@hono/node-server';`],
    ['the demo from the core', 'server/http/a.ts', `import { x } from '../../demo/x.ts';`],
    [
      'the server from the demo',
      'demo/portal/a.ts',
      `import { x } from '../../server/token/x.ts';`,
    ],
    ['a file in no room', 'server/a.ts', ''],
    ['a folder that is no room', 'server/utils/a.ts', ''],
  ];
  it.each(refused)('refuses %s', (_what, file, source) => {
    expect(breachesIn(file, source)).toHaveLength(1);
  });

  const accepted: [what: string, file: string, source: string][] = [
    ['the same folder', 'server/scope/a.ts', `import { x } from './x.ts';`],
    ['a folder within', 'server/report/a.ts', `import { x } from './catalogue/x.ts';`],
    ['an earlier folder', 'server/http/a.ts', `import { x } from '../data/x.ts';`],
    ['shared from the server', 'server/data/deep/a.ts', `export * from '../../../shared/x.ts';`],
    ['shared from the widget', 'widget/table/a.ts', `import { x } from '../../shared/x.ts';`],
    ['a package', 'server/scope/a.ts', `import { sql } from 'drizzle-orm';`],
    ['Node in runtime', 'server/runtime/node.ts', `import { join } from 'node:path';`],
    ['a Node package in runtime', 'server/runtime/node.ts', `import '@hono/node-server';`],
    ['the host module', 'demo/portal/a.ts', `import { x } from '../../server/token/host.ts';`],
    ['Node in the demo', 'demo/portal/a.ts', `import { createServer } from 'node:http';`],
    ['the demo from runtime', 'server/runtime/a.ts', `import { x } from '../../demo/x.ts';`],
    ['a mention in a string', 'server/data/a.ts', `const s = "import '../http/x.ts'";`],
    ['a mention in a comment', 'server/data/a.ts', `// import { x } from '../http/x.ts';`],
  ];
  it.each(accepted)('accepts %s', (_what, file, source) => {
    expect(breachesIn(file, source)).toEqual([]);
  });
});
