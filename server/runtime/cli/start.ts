/** `ambit start`: serves the API and the widgets until it is told to stop. */
import { once } from 'node:events';
import type { Command } from 'commander';
import { readSettings } from '../../token/settings.ts';
import { startServer } from '../serve.ts';
import { atDatabase } from './at-database.ts';
import { parsePort } from './port.ts';

interface Options {
  readonly port: string;
  readonly host: string;
}

export function configure(command: Command): void {
  command
    .option(
      '--port <number>',
      'where to listen; 0 takes any free port',
      process.env.AMBIT_PORT ?? '8080',
    )
    .option('--host <address>', 'on which address', process.env.AMBIT_HOST ?? '127.0.0.1')
    .action(() =>
      atDatabase(
        command,
        async ({ database }) => {
          const settings = readSettings(process.env);
          const { port, host: hostname } = command.opts<Options>();
          const server = await startServer({
            database,
            settings,
            port: parsePort('--port', port),
            hostname,
          });
          process.stderr.write(
            `Ambit listens on http://${hostname}:${server.port} and is reached as ${settings.issuer}\n`,
          );
          await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
          await server.close();
        },
        'create',
      ),
    );
}
