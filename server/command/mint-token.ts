/** Gives an operator a scope token of a power user, for trying out what that person's portal would get. */
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { readOpening } from '../token/exchange.ts';
import { ensureSigningKeys } from '../token/key-rotation.ts';
import { mintScopeToken } from '../token/scope-token.ts';
import type { Settings } from '../token/settings.ts';
import { authorize } from './actor.ts';
import { audit } from './audit.ts';
import type { Occasion } from './change.ts';
import { requireDoor } from './door.ts';
import { parse } from './parse.ts';

const inputSchema = z.strictObject({
  username: z.string(),
  site: z.string(),
  origin: z.string().optional(),
});

export interface MintedToken {
  readonly token: string;
  /** Requests with the token must come from here: it is the value of their Origin header. */
  readonly origin: string;
  /** Unix seconds. */
  readonly expiresAt: number;
}

/**
 * No key of the site is used, so the site needs none; all else must stand as for the portal itself. The audit row
 * says who looked as whom, and is written before the token is told.
 * @param input `{ username, site: id, origin?: one of the site's, the first by default }`
 * @throws Refusal `not-found` or `unprocessable` that says what does not stand.
 */
export async function mintToken(
  { database, actor, nowSeconds }: Occasion,
  settings: Settings,
  input: unknown,
): Promise<MintedToken> {
  authorize(actor, 'token.mint');
  const { username, site: siteId, origin: asked } = parse(inputSchema, input);
  const { site } = await requireDoor(database, { username, siteId, nowSeconds });
  const origin = asked ?? site.origins[0];
  if (origin === undefined || !site.origins.includes(origin)) {
    const told = site.origins.join(', ') || 'none';
    throw new Refusal(
      'unprocessable',
      `That is no origin of the site "${siteId}", which has ${told}`,
    );
  }
  await ensureSigningKeys(database, settings, nowSeconds);
  const door = { siteId, siteKeyId: null, username };
  const opening = await readOpening(database, settings, door, origin, nowSeconds);
  if (opening === null) throw new Refusal('conflict', 'The rights changed meanwhile; try again');
  const { text, token } = await mintScopeToken(settings, opening.key, opening.grant, nowSeconds);
  const { tokenId, expiresAt, userKey } = token;
  await database.write([
    audit({
      actor,
      action: 'token.mint',
      subject: `power_user:${userKey}`,
      before: null,
      after: { site: siteId, origin, tokenId, expiresAt },
      nowSeconds,
    }),
  ]);
  return { token: text, origin, expiresAt };
}
