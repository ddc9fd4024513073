/** An import in a process of its own, which the test of killed imports kills. Says each step as it begins. */
import { importBundle } from '../../server/connect/bundle/import-bundle.ts';
import { openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { openBundleFolder } from '../../server/runtime/bundle-folder.ts';

const [path = '', folder = ''] = process.argv.slice(2);
const database = openDatabase(await openLibsql(`file:${path}`));
const { files } = await openBundleFolder(folder);
let said = '';
await importBundle(database, files, {
  actor: { kind: 'operator', name: 'child' },
  nowSeconds: 0,
  replace: true,
  onProgress({ step }) {
    if (step !== said) process.stdout.write(`${step}\n`);
    said = step;
  },
});
database.close();
process.stdout.write('done\n');
