/** The door: a portal's assertion is traded for a scope token, once (RFC 8693). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { effectivePermissions } from '../../shared/permission/closure.ts';
import type { TokenAnswer } from '../../shared/wire/session.ts';
import { auditRow } from '../data/audit-event.ts';
import { type Database, isGuardFailure } from '../data/database.ts';
import { automationsBehind, giftedProfiles } from '../scope/gift.ts';
import { giftCounts } from '../scope/standing.ts';
import { assertionUse, type VerifiedAssertion, verifyAssertion } from './assertion.ts';
import { epochOf, mintScopeToken, type ScopeGrant, type ScopeToken } from './scope-token.ts';
import type { Settle } from './session.ts';
import type { Settings } from './settings.ts';
import {
  currentKeyRow,
  openSigningKey,
  type SigningKey,
  scopeTokenSeconds,
} from './signing-keys.ts';
import { standing } from './standing.ts';
import { TokenRefusal } from './token-refusal.ts';
import { accessTokenType } from './token-request.ts';

export interface Exchange {
  readonly assertion: string;
  /** The request's Origin header; the token is bound to it. */
  readonly origin: string | null;
  readonly nowSeconds: number;
  /** For the audit. */
  readonly requestId?: string;
  /** As `authenticate` takes it. */
  readonly settle?: Settle;
}

/**
 * Throws TokenRefusal `invalid_grant`, one and the same whether the assertion, the origin, the site or the person is
 * at fault. A power user without a profile gets a token without permissions: every report then says what is missing,
 * where a refusal here would look like a broken portal.
 */
export async function exchangeAssertion(
  database: Database,
  settings: Settings,
  { assertion, origin, nowSeconds, requestId, settle }: Exchange,
): Promise<TokenAnswer> {
  const verified = await verifyAssertion(database, settings, assertion, nowSeconds);
  const read = () => readOpening(database, settings, verified, origin ?? '', nowSeconds);
  let opening = await read();
  if ((opening === null || opening.behind) && (await settle?.())) opening = await read();
  if (opening === null) throw new TokenRefusal('invalid_grant', 'standing');
  const { text, token } = await mintScopeToken(settings, opening.key, opening.grant, nowSeconds);
  await spend(database, verified, { token, nowSeconds, requestId });
  return {
    access_token: text,
    issued_token_type: accessTokenType,
    token_type: 'Bearer',
    expires_in: scopeTokenSeconds,
  };
}

export interface Opening {
  readonly key: SigningKey;
  readonly grant: ScopeGrant;
  /** Automations have to be settled: what they give is left out here. */
  readonly behind: boolean;
}

const personRow = z.tuple([z.int(), z.string(), z.int(), z.int()]);

/**
 * Person, rights and epoch from one snapshot, so that a token never carries rights of another epoch. Null when site,
 * origin or person does not stand; `siteKeyId` is null when an operator of ours opens the door.
 */
export async function readOpening(
  database: Database,
  settings: Settings,
  {
    siteId,
    siteKeyId,
    username,
  }: Pick<VerifiedAssertion, 'siteId' | 'username'> & {
    readonly siteKeyId: string | null;
  },
  origin: string,
  nowSeconds: number,
): Promise<Opening | null> {
  const door = { siteId, siteKeyId, origin, nowSeconds };
  const [people = [], granted = [], keys = []] = await database.read(
    sql`SELECT u.id, u.key, e.epoch, ${automationsBehind} FROM ${standing(door, sql`u.username = ${username}`)}`,
    sql`SELECT p.permission FROM users u JOIN profile_permissions p ON p.profile_id IN (
        SELECT g.profile_id FROM grants g
        WHERE g.power_user_id = u.id AND ${giftCounts(sql`g`, nowSeconds)}
        UNION ALL ${giftedProfiles(sql`u.id`)})
      WHERE u.username = ${username}`,
    currentKeyRow(),
  );
  if (people.length === 0) return null;
  const [id, userKey, epoch, behind] = personRow.parse(people[0]);
  const permissions = effectivePermissions(granted.map(([permission]) => String(permission)));
  return {
    key: await openSigningKey(settings, keys[0]),
    grant: { siteId, siteKeyId, origin, userKey, epoch: epochOf(id, epoch), permissions },
    behind: behind === 1,
  };
}

/** A token leaves only after this has gone through: of fifty who bring the same assertion, one gets past it. */
async function spend(
  database: Database,
  verified: VerifiedAssertion,
  {
    token,
    nowSeconds,
    requestId,
  }: { token: ScopeToken } & Pick<Exchange, 'nowSeconds' | 'requestId'>,
): Promise<void> {
  const { siteKeyId, origin, tokenId, expiresAt } = token;
  const audit = auditRow({
    at: nowSeconds,
    actorKind: 'power_user',
    actor: token.userKey,
    from: { door: 'http', requestId: requestId ?? null },
    action: 'token.exchange',
    subject: `site:${token.siteId}`,
    after: JSON.stringify({ tokenId, siteKeyId, origin, expiresAt }),
  });
  try {
    await database.write([...assertionUse(database, verified, nowSeconds), audit]);
  } catch (error) {
    if (isGuardFailure(error)) throw new TokenRefusal('invalid_grant', 'assertion: used before');
    throw error;
  }
}
