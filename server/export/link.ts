/** Signed addresses for downloads: bound to one export, one site, GET, our own host, and a moment. */
import { mac, verifyMac } from '../token/mac.ts';
import type { Settings } from '../token/settings.ts';

/** What a link is bound to. */
export interface LinkTarget {
  readonly exportId: string;
  readonly siteId: string;
  /** Unix seconds, exclusive. */
  readonly expiresAt: number;
}

const signed = (settings: Settings, { exportId, siteId, expiresAt }: LinkTarget): string =>
  JSON.stringify(['GET', new URL(settings.issuer).host, exportId, siteId, expiresAt]);

export async function signLink(settings: Settings, target: LinkTarget): Promise<string> {
  const signature = await mac(settings, 'link', signed(settings, target));
  return settings.issuer + addressOf(target, signature);
}

/** Whether this very request is what was signed: method, host and every letter of path and query (threat 38). */
export async function verifyLink(
  settings: Settings,
  target: LinkTarget,
  request: Request,
): Promise<boolean> {
  const url = new URL(request.url);
  const signature = url.searchParams.get('signature') ?? '';
  return (
    request.method === 'GET' &&
    url.host === new URL(settings.issuer).host &&
    url.pathname + url.search === addressOf(target, signature) &&
    (await verifyMac(settings, 'link', signed(settings, target), signature))
  );
}

const addressOf = ({ exportId, expiresAt }: LinkTarget, signature: string): string =>
  `/v1/downloads/${exportId}?expires=${expiresAt}&signature=${signature}`;
