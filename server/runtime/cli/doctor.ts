/** `ambit doctor`: sees whether the server could start and serve, and who would see nothing; 1 when something is wrong. */

import type { Command } from 'commander';
import { sql } from 'drizzle-orm';
import type { Occasion } from '../../command/change.ts';
import { findTrouble, type Trouble } from '../../command/find-trouble.ts';
import { verifyAudit } from '../../command/verify-audit.ts';
import { type Database, guard, isGuardFailure } from '../../data/database.ts';
import { readSettings, type Settings } from '../../token/settings.ts';
import { currentKeyRow, openSigningKey } from '../../token/signing-keys.ts';
import { openSiteKey } from '../../token/site-keys.ts';
import { atDatabase } from './at-database.ts';
import { FoundProblems } from './found-problems.ts';
import { counted } from './output.ts';

export function configure(command: Command): void {
  command.action(() =>
    // An unreachable database, or one of another schema, is refused here already, by its name.
    atDatabase(command, async (occasion, output) => {
      const found = [
        ...(await tryWriting(occasion)),
        ...(await tryKeys(occasion)),
        ...(await tryAudit(occasion)),
        ...(await findTrouble(occasion.database, occasion.nowSeconds)),
      ];
      const problems = found.filter(({ kind }) => kind === 'problem').length;
      output.print({ problems, found }, [
        ...found.map(({ kind, told }) => `${kind}: ${told}`),
        problems === 0 ? 'No problems' : counted(problems, 'problem'),
      ]);
      if (problems > 0) throw new FoundProblems();
    }),
  );
}

const problem = (error: unknown): Trouble => ({
  kind: 'problem',
  told: error instanceof Error ? error.message : String(error),
});

/** Takes the writer's lock, writes, and fails on purpose: nothing stays. */
async function tryWriting({ database }: Occasion): Promise<Trouble[]> {
  try {
    await database.write([guard(sql`0`)]);
  } catch (error) {
    if (isGuardFailure(error)) return [];
    return [{ kind: 'problem', told: `The database can't be written to: ${problem(error).told}` }];
  }
  return [{ kind: 'problem', told: 'The database accepts what must fail: its tables are damaged' }];
}

/** Whether the audit's chain is whole, as far as the database can know. */
async function tryAudit({ database }: Occasion): Promise<Trouble[]> {
  const { faults, fault_count: count, unsealed } = await verifyAudit(database, {});
  const found: Trouble[] = faults
    .slice(0, faultsTold)
    .map(({ told }) => ({ kind: 'problem', told: `The audit was altered: ${told}` }));
  if (count > faultsTold) {
    const more = `${count - faultsTold} more in the audit: ambit audit verify tells them`;
    found.push({ kind: 'problem', told: more });
  }
  if (unsealed > 0) {
    const told = `${counted(unsealed, 'event')} at the end of the audit not sealed yet: the next change or start seals them`;
    found.push({ kind: 'notice', told });
  }
  return found;
}

const faultsTold = 5;

/** The settings that `ambit start` needs, and whether they open the keys that there are. */
async function tryKeys({ database }: Occasion): Promise<Trouble[]> {
  try {
    const settings = readSettings(process.env);
    return [
      ...(await trySigningKey(database, settings)),
      ...(await trySiteKeys(database, settings)),
    ];
  } catch (error) {
    return [problem(error)];
  }
}

async function trySigningKey(database: Database, settings: Settings): Promise<Trouble[]> {
  const [rows = []] = await database.read(currentKeyRow());
  if (rows.length === 0) {
    return [{ kind: 'notice', told: 'There are no signing keys yet: ambit start makes them' }];
  }
  try {
    await openSigningKey(settings, rows[0]);
    return [];
  } catch (error) {
    return [problem(error)];
  }
}

/** Secrets of portals that this secret does not open: what is signed with them can't be checked. */
async function trySiteKeys(database: Database, settings: Settings): Promise<Trouble[]> {
  const [rows = []] = await database.read(sql`SELECT site_id, id, alg, sealed_secret, public_jwk
    FROM site_keys WHERE revoked_at IS NULL ORDER BY site_id, created_at, id`);
  const found: Trouble[] = [];
  for (const [site, ...row] of rows) {
    await openSiteKey(settings, row).catch(() =>
      found.push({
        kind: 'problem',
        told: `The key ${row[0]} of the site "${site}" was sealed with another AMBIT_SECRET: revoke it and add a new one`,
      }),
    );
  }
  return found;
}
