/** `ambit migrate`: makes the database where there is none, or brings it to the newest schema. */
import type { Command } from 'commander';
import { shown } from '../open.ts';
import { atDatabase, type GlobalOptions } from './at-database.ts';

export function configure(command: Command): void {
  command.action(async () => {
    await atDatabase(
      command,
      async (_occasion, output) => {
        const { db } = command.optsWithGlobals<GlobalOptions>();
        output.print({ schema: 'current' }, [`The database ${shown(db)} has the newest schema`]);
      },
      'create-or-migrate',
    );
  });
}
