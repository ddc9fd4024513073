/** Secrets at rest: AES-256-GCM under a key that only the server's secret gives, tied to the row that they lie in. */
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { deriveKey, type SealPurpose } from './derive.ts';
import type { Settings } from './settings.ts';

const ivBytes = 12;
const version = 'v1.';

/** The row's id is authenticated along, so that a sealed text moved to another row does not open. */
const parameters = (iv: Uint8Array<ArrayBuffer>, purpose: SealPurpose, rowId: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(`${purpose}/${rowId}`),
});

/** Seals `plain` for the row `rowId`; the answer is text for a database column. */
export async function seal(
  settings: Settings,
  purpose: SealPurpose,
  rowId: string,
  plain: string,
): Promise<string> {
  const key = await deriveKey(settings, `seal/${purpose}`);
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  const sealed = await crypto.subtle.encrypt(
    parameters(iv, purpose, rowId),
    key,
    new TextEncoder().encode(plain),
  );
  const bytes = new Uint8Array(ivBytes + sealed.byteLength);
  bytes.set(iv);
  bytes.set(new Uint8Array(sealed), ivBytes);
  return version + encodeBase64url(bytes);
}

/** Opens what `seal` made. Throws an Error without any of it when purpose, row, secret or a bit differs. */
export async function unseal(
  settings: Settings,
  purpose: SealPurpose,
  rowId: string,
  sealed: string,
): Promise<string> {
  const bytes = sealed.startsWith(version) ? decodeBase64url(sealed.slice(version.length)) : null;
  if (bytes === null) throw new Error(`The ${purpose} ${rowId} is not sealed as it should be`);
  const key = await deriveKey(settings, `seal/${purpose}`);
  const plain = await crypto.subtle
    .decrypt(parameters(bytes.slice(0, ivBytes), purpose, rowId), key, bytes.slice(ivBytes))
    .catch(() => {
      throw new Error(`The ${purpose} ${rowId} was sealed with another AMBIT_SECRET`);
    });
  return new TextDecoder().decode(plain);
}
