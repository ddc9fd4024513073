/** `ambit keys rotate`: the announced signing key comes into use, and a new one is announced. */
import type { Command } from 'commander';
import { rotateKeys } from '../../command/rotate-keys.ts';
import { readSettings } from '../../token/settings.ts';
import { atDatabase } from './at-database.ts';

export function configure(command: Command): void {
  const rotate = command
    .command('rotate')
    .description('sign with the next key; the current one still verifies for a while')
    .option('--compromised', 'replace every key at once: all tokens end now');
  rotate.action(() =>
    atDatabase(rotate, async (occasion, output) => {
      const { compromised = false } = rotate.opts<{ compromised?: boolean }>();
      const settings = readSettings(process.env);
      const keys = await rotateKeys(occasion, settings, { compromised });
      output.print(keys, [`Signing with ${keys.current}; next will be ${keys.next}`]);
    }),
  );
}
