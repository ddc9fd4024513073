/** What the server refuses to start on, and what it starts on. */
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../server/token/settings.ts';
import { Refusal } from '../../shared/refusal.ts';

const issuer = 'https://training.example.org';
const secret = 'nJ0rVb6yKq8Zt3WcXe5LhPd2GfUa7MsRoQ1iYkEwTzA';

/** The names of the variables that it complains about. */
function troubles(AMBIT_ISSUER: string | undefined, AMBIT_SECRET: string | undefined): string[] {
  try {
    readSettings({ AMBIT_ISSUER, AMBIT_SECRET });
    return [];
  } catch (error) {
    return error instanceof Refusal ? error.places.map(({ field }) => field) : ['a crash'];
  }
}

const random = (bytes: number) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes)));

describe('the secret', () => {
  it.each<[string, string | undefined]>([
    ['is missing', undefined],
    ['is empty', ''],
    ['is short', secret.slice(0, 31)],
    ['is one letter', 'x'.repeat(64)],
    ['repeats itself', 'abc123XY'.repeat(8)],
    ['repeats itself unevenly', `${'q7Zk'.repeat(10)}q7`],
    ['counts', '0123456789abcdefghijklmnopqrstuvwxyz'],
    ['counts twice', '0123456789abcdef0123456789abcdef'],
    ['counts down', 'zyxwvutsrqponmlkjihgfedcba9876543210'],
    ['is of few letters', 'abbabaabbaababbabaababbaabbabaab'],
    ['is a default', 'changeme-changeme-please-changeme-1'],
    ['is an example', 'this-is-an-Example-key-for-the-docs-2026'],
    ['is a placeholder', 'REPLACE_ME_with_64_random_characters!!'],
    ['calls itself secret', 'my-super-S.E.C.R.E.T-key-8364-hjkwe-1290'],
    ['is a password', 'P-a-s-s-w-o-r-d-of-the-training-server-7'],
    ['is spaces', ' '.repeat(40)],
  ])('T-06 refuses to start when it %s', (_what, bad) => {
    expect(troubles(issuer, bad)).toEqual(['AMBIT_SECRET']);
  });

  it('T-06 is never repeated in the complaint', () => {
    const bad = 'hunter2-hunter2';
    expect(() => readSettings({ AMBIT_ISSUER: issuer, AMBIT_SECRET: bad })).toThrow(/AMBIT_SECRET/);
    expect(() => readSettings({ AMBIT_ISSUER: issuer, AMBIT_SECRET: bad })).not.toThrow(/hunter2/);
  });

  it('T-06 is taken when a generator wrote it, in every usual spelling', () => {
    expect(troubles(issuer, secret)).toEqual([]);
    for (let round = 0; round < 500; round++) {
      const made = [random(16).toString('hex'), random(32).toString('hex')];
      made.push(random(32).toString('base64'), random(32).toString('base64url'));
      made.push(`${crypto.randomUUID()}${crypto.randomUUID()}`);
      for (const one of made) expect([one, troubles(issuer, one)]).toEqual([one, []]);
    }
  });
});

describe('the issuer', () => {
  it.each<[string, string | undefined]>([
    ['is missing', undefined],
    ['is empty', ''],
    ['is no URL', 'training.example.org'],
    ['is http', 'http://training.example.org'],
    ['is http on a host that only begins like this machine', 'http://localhost.evil.example'],
    ['is http on a network address', 'http://192.168.0.7:8080'],
    ['is of another scheme', 'ftp://training.example.org'],
    ['is javascript', 'javascript:alert(1)'],
    ['has a slash', 'https://training.example.org/'],
    ['has a path', 'https://training.example.org/ambit'],
    ['has a query', 'https://training.example.org?x=1'],
    ['has a user', 'https://me@training.example.org'],
    ['has its default port', 'https://training.example.org:443'],
    ['is in capitals', 'https://Training.example.org'],
    ['has a space', ' https://training.example.org'],
  ])('T-06 refuses to start when it %s', (_what, bad) => {
    expect(troubles(bad, secret)).toEqual(['AMBIT_ISSUER']);
  });

  it.each([
    issuer,
    'https://training.example.org:8443',
    'http://localhost:8787',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
  ])('T-06 starts with %s', (good) => {
    expect(readSettings({ AMBIT_ISSUER: good, AMBIT_SECRET: secret })).toEqual({
      issuer: good,
      secret,
    });
  });
});

it('T-06 names everything that is wrong at once', () => {
  expect(troubles(undefined, undefined)).toEqual(['AMBIT_ISSUER', 'AMBIT_SECRET']);
});
