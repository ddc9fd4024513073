/** Gives a site a key to sign with: a secret made here and shown once, or the public half of its own key pair. */
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import type { Settings } from '../token/settings.ts';
import { createSiteKey, mostKeysTried, siteKeyAlgorithms } from '../token/site-keys.ts';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { parse } from './parse.ts';
import { requireSite, siteSubject } from './site-record.ts';

const inputSchema = z.strictObject({
  site: z.string(),
  alg: z
    .enum(siteKeyAlgorithms, { error: `The algorithm is one of ${siteKeyAlgorithms.join(', ')}` })
    .default('HS256'),
  publicJwk: z.unknown().optional(),
});

/** The key's id, and its secret when it was made here: this is the only time that it is told. */
export interface AddedSiteKey {
  readonly id: string;
  readonly secret: string | null;
}

/**
 * @param input `{ site: id, alg?: 'HS256' | 'ES256' | 'EdDSA', publicJwk?: for the latter two }`
 * @throws Refusal `not-found`; `unprocessable` for a bad public key, or more keys of one algorithm than are tried.
 */
export async function addSiteKey(
  occasion: Occasion,
  settings: Settings,
  input: unknown,
): Promise<AddedSiteKey> {
  authorize(occasion.actor, 'site.add_key');
  const { site, alg, publicJwk } = parse(inputSchema, input);
  const { database, nowSeconds } = occasion;
  const key = await createSiteKey(database, settings, { siteId: site, alg, publicJwk, nowSeconds });
  await change(occasion, 'site.add_key', siteSubject(site), (before) => {
    const { keys } = requireSite(before, site);
    const alike = keys.filter((other) => other.alg === alg && other.revokedAt === null);
    if (alike.length >= mostKeysTried) {
      const told = `The site has ${alike.length} ${alg} keys, and more would not be tried`;
      throw new Refusal('unprocessable', `${told}: revoke one first`);
    }
    return { statements: [key.statement] };
  });
  return { id: key.id, secret: key.secret };
}
