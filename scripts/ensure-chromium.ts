/** Makes sure that the browser tests have a Chromium: finds one, else installs one, else says what to run. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from '../test/browser/chromium.ts';

const apt = [
  'apt-get update',
  'apt-get install -y --no-install-recommends chromium fonts-liberation',
];
const own = ['npx playwright-core install chromium'];

function run(command: string): boolean {
  console.log(`> ${command}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, { shell: true, stdio: 'inherit', env }).status === 0;
}

/** Debian's own package brings its libraries along, so it comes first where it can be installed. */
function installers(): string[][] {
  const isDebianRoot = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  return isDebianRoot ? [apt, own] : [own];
}

function ensureChromium(): string | undefined {
  const found = findChromium();
  if (found) return found;
  console.log('No Chromium on this machine; the browser tests need one.');
  for (const commands of installers()) {
    if (!commands.every(run)) continue;
    const installed = findChromium();
    if (installed) return installed;
  }
  return undefined;
}

const path = ensureChromium();
if (path) {
  console.log(`Chromium: ${path}`);
} else {
  console.error(
    [
      'No Chromium could be installed, so the browser tests cannot run. Do one of these, then try again:',
      `  sudo sh -c '${apt.join(' && ')}'   (Debian, Ubuntu)`,
      `  ${own.join(' && ')}`,
      '  export CHROMIUM_PATH=/path/to/chromium',
    ].join('\n'),
  );
  process.exitCode = 1;
}
