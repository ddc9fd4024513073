/** `ambit start`: serves the API and the widgets until it is told to stop. */
import { once } from 'node:events';
import type { Command } from 'commander';
import { Refusal } from '../../../shared/refusal.ts';
import { readSettings } from '../../token/settings.ts';
import { type RunningServer, type ServeOptions, startServer } from '../serve.ts';
import { atDatabase } from './at-database.ts';
import { parsePort } from './port.ts';

interface Options {
  readonly port: string;
  readonly host: string;
}

export function configure(command: Command): void {
  const { AMBIT_PORT = '8080', AMBIT_HOST = '127.0.0.1' } = process.env;
  command
    .option('--port <number>', 'where to listen (AMBIT_PORT); 0 takes any free port', AMBIT_PORT)
    .option('--host <address>', 'on which address (AMBIT_HOST)', AMBIT_HOST)
    .action(() => {
      const { port, host: hostname } = command.opts<Options>();
      // Before a database is opened, and perhaps made.
      const options = {
        settings: readSettings(process.env),
        port: parsePort('--port', port),
        hostname,
      };
      return atDatabase(
        command,
        ({ database }) => serveUntilTold({ ...options, database }),
        'create',
      );
    });
}

async function serveUntilTold(options: ServeOptions): Promise<void> {
  const server = await listen(options);
  const { hostname, settings } = options;
  const where = `http://${hostname}:${server.port}`;
  process.stderr.write(`Ambit listens on ${where} and is reached as ${settings.issuer}\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await server.close();
}

async function listen(options: ServeOptions): Promise<RunningServer> {
  try {
    return await startServer(options);
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause && cause.syscall === 'listen')) throw cause;
    throw new Refusal('unavailable', `The server can't listen: ${cause.message}`, { cause });
  }
}
