/** What both kinds of token have to say about time and text, checked in one way. */
import type { JsonObject } from './strict-json.ts';

/** How far two machines' clocks may be apart. */
export const skewSeconds = 30;

export interface Lifetime {
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** RFC 7519 NumericDate; JSON reads 1e400 as infinity, and a text is no number. */
const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e11;

/**
 * The lifetime that `iat` and `exp` state, both required, `nbf` honoured. Null when it is absent, malformed, longer
 * than `longestSeconds`, over, or not begun, at `nowSeconds` give or take the skew.
 */
export function lifetimeOf(
  { iat, exp, nbf }: JsonObject,
  nowSeconds: number,
  longestSeconds: number,
): Lifetime | null {
  if (!isTime(iat) || !isTime(exp)) return null;
  if (nbf !== undefined && (!isTime(nbf) || nbf > nowSeconds + skewSeconds)) return null;
  if (exp <= iat || exp - iat > longestSeconds) return null;
  if (iat > nowSeconds + skewSeconds || exp + skewSeconds <= nowSeconds) return null;
  return { issuedAt: iat, expiresAt: exp };
}

/** A text that any store and any reader takes for the same: no lone surrogates, no control characters. */
export function isPlainText(value: unknown, longest: number): value is string {
  if (typeof value !== 'string' || value === '' || value.length > longest) return false;
  return value.isWellFormed() && !/\p{Cc}/u.test(value);
}
