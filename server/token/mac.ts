/** Marks on texts that leave the server and come back: cursors and signed links. */
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { deriveKey, type MacPurpose } from './derive.ts';
import type { Settings } from './settings.ts';

/** HMAC-SHA-256 in base64url (43 letters). A mark made for one purpose is worth nothing for another. */
export async function mac(settings: Settings, purpose: MacPurpose, text: string): Promise<string> {
  const key = await deriveKey(settings, `mac/${purpose}`);
  const mark = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text));
  return encodeBase64url(new Uint8Array(mark));
}

/** Whether `candidate` is the mark of the text, in its one spelling; compares in constant time. */
export async function verifyMac(
  settings: Settings,
  purpose: MacPurpose,
  text: string,
  candidate: string,
): Promise<boolean> {
  const mark = decodeBase64url(candidate);
  if (mark === null) return false;
  const key = await deriveKey(settings, `mac/${purpose}`);
  return crypto.subtle.verify('HMAC', key, mark, new TextEncoder().encode(text));
}
