/** `ambit demo`: a customer's portal with the sample academy behind it, to look at in a browser. */
import { once } from 'node:events';
import type { Command } from 'commander';
import { startDemo } from '../demo.ts';
import { parsePort } from './port.ts';

export function configure(command: Command): void {
  command
    .option('--port <number>', 'where the API listens if that port is free', '4400')
    .option('--portal-port <number>', 'where the portal listens if that port is free', '4500')
    .action(async () => {
      const { port, portalPort } = command.opts<{ port: string; portalPort: string }>();
      const demo = await startDemo({
        apiPort: parsePort('--port', port),
        portalPort: parsePort('--portal-port', portalPort),
      });
      process.stdout.write(
        [
          '',
          `  Portal of a customer:  ${demo.portalOrigin}   <- open this`,
          `  API and widgets:       ${demo.apiOrigin}/docs`,
          '',
          '  The people are made up. Everything is gone when this stops (Ctrl+C).',
          '',
        ].join('\n'),
      );
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
      await demo.close();
    });
}
