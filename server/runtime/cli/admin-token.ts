/** `ambit admin-token`: makes, lists and revokes the tokens with which superadmins' programs ask `/admin/v1`. */
import type { Command } from 'commander';
import { Refusal } from '../../../shared/refusal.ts';
import { toIsoTime } from '../../../shared/time.ts';
import { type AdminTokenRecord, readAdminTokens } from '../../command/admin-token-record.ts';
import { createAdminToken } from '../../command/create-admin-token.ts';
import { revokeAdminToken } from '../../command/revoke-admin-token.ts';
import { atDatabase } from './at-database.ts';
import { table } from './output.ts';
import { isoOrNull } from './time.ts';

export function configure(command: Command): void {
  const create = command
    .command('create')
    .description('make a token for /admin/v1, which may do whatever a superadmin may')
    .argument('<name>', 'what it is for')
    .option('--days <number>', 'how long it is good, up to 366', '90');
  create.action((name: string) =>
    atDatabase(create, async (occasion, output) => {
      const days = wholeNumber(create.opts<{ days: string }>().days);
      const { token, secret } = await createAdminToken(occasion, { name, days });
      output.print({ ...wire(token), secret }, [
        `Token: ${secret}`,
        `It is shown this once, and good until ${toIsoTime(token.expiresAt)}`,
        `To end it: ambit admin-token revoke ${token.id}`,
      ]);
    }),
  );
  const list = command.command('list').description('every token there was, the newest first');
  list.action(() =>
    atDatabase(list, async ({ database, nowSeconds }, output) => {
      const tokens = await readAdminTokens(database);
      const rows = tokens.map((token) => [token.id, token.name, standing(token, nowSeconds)]);
      output.print(tokens.map(wire), table(['id', 'name', 'state'], rows));
    }),
  );
  const revoke = command.command('revoke').description('end a token at once').argument('<id>');
  revoke.action((token: string) =>
    atDatabase(revoke, async (occasion, output) => {
      const after = await revokeAdminToken(occasion, { token });
      output.print(wire(after), [`${after.name} is ${standing(after, occasion.nowSeconds)}`]);
    }),
  );
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Refusal('bad-request', `--days takes a whole number, not "${text}"`);
}

function standing({ expiresAt, revokedAt }: AdminTokenRecord, nowSeconds: number): string {
  if (revokedAt !== null) return `revoked ${toIsoTime(revokedAt)}`;
  return expiresAt > nowSeconds ? `good until ${toIsoTime(expiresAt)}` : 'expired';
}

const wire = ({ id, name, createdAt, expiresAt, revokedAt }: AdminTokenRecord) => ({
  ...{ id, name },
  created_at: toIsoTime(createdAt),
  expires_at: toIsoTime(expiresAt),
  revoked_at: isoOrNull(revokedAt),
});
