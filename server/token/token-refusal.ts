/** How the token endpoint says no: the codes of RFC 6749 section 5.2, each with one text and nothing more to learn. */

const descriptions = {
  invalid_request: 'The request is not a well-formed token exchange.',
  invalid_grant: 'The assertion is not accepted.',
  unsupported_grant_type: 'The only grant here is token exchange.',
} as const;

export type TokenErrorCode = keyof typeof descriptions;

/** Its message is `error_description`; `cause`, one of our own short words, is for the log and not for the caller. */
export class TokenRefusal extends Error {
  readonly code: TokenErrorCode;

  constructor(code: TokenErrorCode, cause: string) {
    super(descriptions[code], { cause });
    this.name = 'TokenRefusal';
    this.code = code;
  }
}
