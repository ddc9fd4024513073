/** The form that `POST /v1/token` takes: RFC 8693 section 2.1, as much of it as has a meaning here. */
import { TokenRefusal } from './token-refusal.ts';

const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange';
export const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';
const jwtType = 'urn:ietf:params:oauth:token-type:jwt';

/** A caller that sends one of these expects what the answer would not give. */
const unsupported = ['resource', 'audience', 'scope', 'actor_token', 'actor_token_type'];

/**
 * The assertion in the form. Throws TokenRefusal `unsupported_grant_type` or `invalid_request`.
 * Parameters that RFC 8693 does not know are ignored (RFC 6749 section 3.2).
 */
export function readTokenRequest(form: URLSearchParams): string {
  const refuse = (cause: string) => new TokenRefusal('invalid_request', cause);
  const one = (name: string): string | null => {
    const values = form.getAll(name);
    if (values.length > 1) throw refuse(`${name} stands twice`);
    // RFC 6749 section 3.2: a parameter without a value is as good as none.
    return values[0] || null;
  };
  const grant = one('grant_type');
  if (grant === null) throw refuse('no grant_type');
  if (grant !== grantType) throw new TokenRefusal('unsupported_grant_type', 'another grant_type');
  if (unsupported.some((name) => one(name) !== null)) throw refuse('an unsupported parameter');
  if (one('subject_token_type') !== jwtType) throw refuse('another subject_token_type');
  const requested = one('requested_token_type') ?? accessTokenType;
  if (requested !== accessTokenType) throw refuse('another requested_token_type');
  const assertion = one('subject_token');
  if (assertion === null) throw refuse('no subject_token');
  return assertion;
}
