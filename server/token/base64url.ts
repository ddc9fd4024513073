/** Base64url without padding (RFC 4648 section 5), where each sequence of bytes has exactly one accepted text. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const onlyAlphabet = /^[A-Za-z0-9_-]*$/;

/** By length modulo 4: the bits of the last letter that stand for nothing, and must be zero. */
const spareBits = [0, null, 0b1111, 0b11] as const;

export function encodeBase64url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Null for padding, white space, foreign letters, an impossible length, or spare bits that are set. */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> | null {
  const spare = spareBits[text.length % 4];
  if (spare === undefined || spare === null || !onlyAlphabet.test(text)) return null;
  if ((alphabet.indexOf(text.at(-1) ?? 'A') & spare) !== 0) return null;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** Random text of the given number of bytes, for ids and secrets. */
export const randomText = (bytes: number): string =>
  encodeBase64url(crypto.getRandomValues(new Uint8Array(bytes)));
