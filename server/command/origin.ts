/** The origins of a portal, spelt exactly as a browser sends them, so that they can be compared as text (RFC 6454). */
import { z } from 'zod';

/** Labels of letters, digits, `-` and `_` between single dots, or an IPv6 address; never a wildcard. */
const hostPattern = /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])$/;

/** Where a page counts as secure without TLS, because it never leaves the machine. */
const isLocal = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '127.0.0.1' || host === '[::1]';

/** Why a text is no origin that we take, or null. */
function faultIn(text: string): string | null {
  if (text !== text.toLowerCase()) return 'it must be lower case';
  if (!/^https?:\/\//.test(text)) return 'it must begin with https://';
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) return 'it is not an address';
  if (url.origin !== text) return `a browser sends ${url.origin}`;
  if (!hostPattern.test(url.hostname)) return 'its host name is not one';
  if (url.protocol === 'http:' && !isLocal(url.hostname)) return 'http is for localhost alone';
  return null;
}

/** `https://host[:port]`, or http on this machine: lower case, no path, no default port, no user, no wildcard. */
export const originSchema = z
  .string()
  .max(300)
  .check(({ value, issues }) => {
    const fault = faultIn(value);
    if (fault === null) return;
    issues.push({
      code: 'custom',
      message: `${JSON.stringify(value)} is no origin: ${fault}`,
      input: value,
    });
  });

/** The origins of one site, each once. */
export const originsSchema = z
  .array(originSchema)
  .min(1, { error: 'A site has at least one origin' })
  .max(50)
  .transform((origins) => [...new Set(origins)]);
