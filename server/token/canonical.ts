/** The one accepted form of a signed token, checked before any cryptography and before any look-up. */
import { decodeBase64url } from './base64url.ts';
import { type JsonObject, parseStrictObject } from './strict-json.ts';

/** Longer texts are refused unread. */
export const longestToken = 8192;

export interface CompactJws {
  /** The whole token, for the signature check. Never log it. */
  readonly token: string;
  readonly alg: string;
  readonly typ: string | null;
  readonly kid: string | null;
  /** What it says: nobody has checked the signature yet. */
  readonly claims: JsonObject;
}

/** Everything else (crit, b64, zip, cty, jwk, jku, x5u, x5c, ...) makes a token unacceptable, known or not. */
const members = ['alg', 'typ', 'kid'];

/** Ids of our keys; nothing that means anything to a file system, a shell, a URL or SQL. */
const safeKid = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Reads an RFC 7515 compact serialization: three parts in canonical base64url, a header of known members,
 * a payload that is a JSON object. Null for anything else. `algs` pins the algorithms (RFC 8725 section 3.1).
 */
export function readCompactJws(token: string, algs: readonly string[]): CompactJws | null {
  if (token.length > longestToken) return null;
  const [head, body, mark, ...more] = token.split('.');
  if (head === undefined || body === undefined || mark === undefined || more.length > 0)
    return null;
  if (mark === '' || decodeBase64url(mark) === null) return null;
  const header = readObject(head);
  const claims = readObject(body);
  if (header === null || claims === null) return null;
  if (Object.keys(header).some((name) => !members.includes(name))) return null;
  if (header.typ === null || header.kid === null) return null;
  const { alg, typ = null, kid = null } = header;
  if (typeof alg !== 'string' || !algs.includes(alg)) return null;
  if (typ !== null && typeof typ !== 'string') return null;
  if (kid !== null && (typeof kid !== 'string' || !safeKid.test(kid))) return null;
  return { token, alg, typ, kid, claims };
}

function readObject(part: string): JsonObject | null {
  const bytes = decodeBase64url(part);
  if (bytes === null) return null;
  try {
    // A byte order mark stays in the text, where it is no JSON.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return parseStrictObject(text);
  } catch {
    return null;
  }
}
