/** Runs one action of the command line on the database that `--db` names, as the operator, and closes it. */
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { Actor } from '../../command/actor.ts';
import type { Occasion } from '../../command/change.ts';
import { settleWhenBehind } from '../../command/settle-automations.ts';
import { type Opening, openAt } from '../open.ts';
import { type Output, outputOf } from './output.ts';

/** The options that every command has; `cli.ts` declares them. */
export interface GlobalOptions {
  readonly db: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Opens, settles the automations, acts, settles what came of it, and closes, whatever happens. */
export async function atDatabase(
  command: Command,
  act: (occasion: Occasion, output: Output) => Promise<void>,
  prepare: Opening['prepare'] = 'refuse',
  settling: 'around' | 'by itself' = 'around',
): Promise<void> {
  const { db, json = false } = command.optsWithGlobals<GlobalOptions>();
  const database = await openAt({ url: db, authToken: process.env.AMBIT_DB_TOKEN, prepare });
  try {
    const occasion = { database, actor: operator(), nowSeconds: Math.floor(Date.now() / 1000) };
    const settle = () => settleWhenBehind(database, occasion.nowSeconds, occasion.actor);
    if (settling === 'around') await settle();
    await act(occasion, outputOf(json));
    await settle();
  } finally {
    database.close();
  }
}

/** Whoever can run the command line on the database is a superadmin; the account's name is for the audit. */
export function operator(): Actor {
  return {
    kind: 'operator',
    name: `superadmin via CLI (${accountName()})`,
    from: { door: 'cli', requestId: null },
  };
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no entry in the list of accounts.
    return 'unknown account';
  }
}

/** For an option that may be given several times. */
export const collect = (value: string, earlier: readonly string[] | undefined): string[] => [
  ...(earlier ?? []),
  value,
];
