/** The headers of every page: a strict content security policy, with the least that the widgets need. */

/**
 * The widgets come from the API's origin and talk to it; everything else is the portal's own.
 * No inline script or style, no `eval`, and DOM sinks take Trusted Types alone.
 */
export function pageHeaders(apiOrigin: string): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${apiOrigin}`,
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${apiOrigin}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ];
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'strict-origin',
    'x-content-type-options': 'nosniff',
  };
}
