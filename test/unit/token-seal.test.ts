/** Sealed secrets and marks: what a right key opens, and everything that it must not. */
import { createHmac, hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { mac, verifyMac } from '../../server/token/mac.ts';
import { seal, unseal } from '../../server/token/seal.ts';

const settings = {
  issuer: 'https://training.example.org',
  secret: 'nJ0rVb6yKq8Zt3WcXe5LhPd2GfUa7MsRoQ1iYkEwTzA',
};
const another = { ...settings, secret: 'k3WcXe5LhPd2GfUa7MsRoQ1iYkEwTzAnJ0rVb6yKq8Z' };

/** Turns one bit of a base64url text's bytes. */
function turnBit(text: string, bit: number): string {
  const bytes = Buffer.from(text, 'base64url');
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return bytes.toString('base64url');
}

describe('a sealed text', () => {
  it.each(['', 'geheim', 'Ω'.repeat(1000)])('opens to what was sealed: %#', async (plain) => {
    const sealed = await seal(settings, 'site-key', 'row', plain);
    expect(await unseal(settings, 'site-key', 'row', sealed)).toBe(plain);
    // Another instance derives the same key.
    expect(await unseal({ ...settings }, 'site-key', 'row', sealed)).toBe(plain);
  });

  it('shows nothing, not even that two are the same', async () => {
    const [one, two] = [
      await seal(settings, 'site-key', 'row', 'geheim'),
      await seal(settings, 'site-key', 'row', 'geheim'),
    ];
    expect(one).not.toBe(two);
    expect(Buffer.from(one.slice(3), 'base64url').toString('latin1')).not.toContain('geheim');
  });

  it('does not open in another row, for another purpose, or with another secret', async () => {
    const sealed = await seal(settings, 'site-key', 'row', 'geheim');
    await expect(unseal(settings, 'site-key', 'other', sealed)).rejects.toThrow('another');
    await expect(unseal(settings, 'signing-key', 'row', sealed)).rejects.toThrow('another');
    await expect(unseal(another, 'site-key', 'row', sealed)).rejects.toThrow('another');
    expect(await unseal(settings, 'site-key', 'row', sealed)).toBe('geheim');
  });

  it('does not open with any bit turned, cut short, empty or unmarked', async () => {
    const sealed = await seal(settings, 'site-key', 'row', 'geheim');
    const body = sealed.slice(3);
    const bits = Buffer.from(body, 'base64url').length * 8;
    for (let bit = 0; bit < bits; bit += 5) {
      await expect(
        unseal(settings, 'site-key', 'row', `v1.${turnBit(body, bit)}`),
      ).rejects.toThrow();
    }
    for (const bad of [
      '',
      'v1.',
      'v1.AAAA',
      body,
      `v2.${body}`,
      sealed.slice(0, -4),
      `${sealed}=`,
    ]) {
      await expect(unseal(settings, 'site-key', 'row', bad)).rejects.toThrow();
    }
  });

  it('tells nothing of itself when it does not open', async () => {
    const sealed = await seal(settings, 'site-key', 'row', 'geheim');
    const error: Error = await unseal(another, 'site-key', 'row', sealed).catch((e) => e);
    expect(`${error.message}${error.stack}`).not.toContain(sealed.slice(3, 20));
  });
});

describe('a mark', () => {
  it('T-30 T-38 holds for its text and purpose alone', async () => {
    const mark = await mac(settings, 'cursor', 'page 2 of Acme');
    expect(mark).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await verifyMac(settings, 'cursor', 'page 2 of Acme', mark)).toBe(true);
    expect(await verifyMac({ ...settings }, 'cursor', 'page 2 of Acme', mark)).toBe(true);
    expect(await verifyMac(settings, 'cursor', 'page 2 of Globex', mark)).toBe(false);
    expect(await verifyMac(settings, 'cursor', 'page 2 of Acme ', mark)).toBe(false);
    expect(await verifyMac(settings, 'link', 'page 2 of Acme', mark)).toBe(false);
    expect(await verifyMac(another, 'cursor', 'page 2 of Acme', mark)).toBe(false);
  });

  it('T-30 T-38 has one spelling, and not a bit too few or too many', async () => {
    const mark = await mac(settings, 'link', 'GET /v1/downloads/1');
    const bad = ['', mark.slice(0, -1), `${mark}A`, `${mark}=`, ` ${mark}`, mark.slice(0, 22)];
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const spare = mark.slice(0, -1) + last[last.indexOf(mark.slice(-1)) + 1];
    expect(Buffer.from(spare, 'base64url')).toEqual(Buffer.from(mark, 'base64url'));
    for (let bit = 0; bit < 256; bit += 3) bad.push(turnBit(mark, bit));
    for (const candidate of [...bad, spare]) {
      expect(await verifyMac(settings, 'link', 'GET /v1/downloads/1', candidate)).toBe(false);
    }
  });

  it('is HMAC-SHA-256 under the HKDF-SHA-256 of the secret', async () => {
    const key = Buffer.from(hkdfSync('sha256', settings.secret, 'ambit', 'ambit/v1/mac/link', 32));
    const expected = createHmac('sha256', key).update('text').digest('base64url');
    expect(await mac(settings, 'link', 'text')).toBe(expected);
  });
});
