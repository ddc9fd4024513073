/** The keys that come out of the server's secret: one for each purpose, so that none serves for another. */
import { remembering } from './remember.ts';
import type { Settings } from './settings.ts';

/** HKDF's `info` is `ambit/v1/` and one of these. Changing a word makes everything made with it worthless. */
const purposes = {
  'seal/site-key': { name: 'AES-GCM', length: 256 },
  'seal/signing-key': { name: 'AES-GCM', length: 256 },
  'seal/cursor': { name: 'AES-GCM', length: 256 },
  'mac/cursor': { name: 'HMAC', hash: 'SHA-256', length: 256 },
  'mac/record': { name: 'HMAC', hash: 'SHA-256', length: 256 },
  'mac/link': { name: 'HMAC', hash: 'SHA-256', length: 256 },
} as const;

type Purpose = keyof typeof purposes;
type PurposeOf<Use extends string> = Purpose extends infer P
  ? P extends `${Use}/${infer Word}`
    ? Word
    : never
  : never;

/** What is sealed: at rest, and in the cursor of a page. */
export type SealPurpose = PurposeOf<'seal'>;
/** What carries a MAC: the cursor of a page, a signed link. */
export type MacPurpose = PurposeOf<'mac'>;

const derived = remembering<CryptoKey>(8);

/** HKDF-SHA-256 (RFC 5869) of the secret. The keys can be used and never be read out. */
export const deriveKey = (settings: Settings, purpose: Purpose): Promise<CryptoKey> =>
  derived(settings, purpose, () => hkdf(settings.secret, purpose));

async function hkdf(secret: string, purpose: Purpose): Promise<CryptoKey> {
  const encoder = new TextEncoder();
  const base = await crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, [
    'deriveKey',
  ]);
  const target = purposes[purpose];
  return crypto.subtle.deriveKey(
    {
      name: 'HKDF',
      hash: 'SHA-256',
      // The secret is uniform already, so RFC 5869 section 3.1 lets the salt be a constant.
      salt: encoder.encode('ambit'),
      info: encoder.encode(`ambit/v1/${purpose}`),
    },
    base,
    target,
    false,
    target.name === 'HMAC' ? ['sign', 'verify'] : ['encrypt', 'decrypt'],
  );
}
