/** `ambit token`: a scope token of a power user, alone on standard output, so that it can stand in a command. */
import type { Command } from 'commander';
import { toIsoTime } from '../../../shared/time.ts';
import { mintToken } from '../../command/mint-token.ts';
import { readSettings } from '../../token/settings.ts';
import { atDatabase, type GlobalOptions } from './at-database.ts';

interface Options extends GlobalOptions {
  readonly as: string;
  readonly site: string;
  readonly origin?: string;
}

export function configure(command: Command): void {
  command
    .requiredOption('--as <username>', 'the power user')
    .requiredOption('--site <id>', 'the site looked through')
    .option('--origin <origin>', "one of the site's origins (default: its first)")
    .action(() =>
      atDatabase(command, async (occasion, output) => {
        const { as: username, site, origin, json } = command.optsWithGlobals<Options>();
        const minted = await mintToken(occasion, readSettings(process.env), {
          username,
          site,
          origin,
        });
        const expires = toIsoTime(minted.expiresAt);
        output.print({ token: minted.token, origin: minted.origin, expires_at: expires }, [
          minted.token,
        ]);
        if (json) return;
        process.stderr.write(
          `Good until ${expires}, for requests with: Origin: ${minted.origin}\n`,
        );
      }),
    );
}
