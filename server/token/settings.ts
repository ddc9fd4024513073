/** What the server must be told before it may start: its own address and its secret. Bad ones stop it. */
import { Refusal, type RefusalPlace } from '../../shared/refusal.ts';

export interface Settings {
  /** The API's origin, such as `https://training.example.com`: issuer and audience of every token. */
  readonly issuer: string;
  /** At least 32 bytes; the keys for sealing and for MACs are derived from it. */
  readonly secret: string;
}

const leastSecretBytes = 32;

/** Well below what 16 random bytes come to in any usual encoding, well above what a sentence of habit does. */
const leastSecretBits = 80;

/** Words that a generator does not write and that examples are made of; compared without case and punctuation. */
const exampleWords = [
  'changeme',
  'changethis',
  'replaceme',
  'default',
  'development',
  'example',
  'insecure',
  'password',
  'placeholder',
  'qwerty',
  'secret',
];

const localHosts = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Reads `AMBIT_ISSUER` and `AMBIT_SECRET`.
 * Throws one Refusal that names everything wrong with them and never repeats the secret (threat 6).
 */
export function readSettings(source: Record<string, string | undefined>): Settings {
  const issuer = source.AMBIT_ISSUER ?? '';
  const secret = source.AMBIT_SECRET ?? '';
  const places = [
    ...placesOf('AMBIT_ISSUER', issuerTrouble(issuer)),
    ...placesOf('AMBIT_SECRET', secretTrouble(secret)),
  ];
  if (places.length > 0) {
    const told = places.map(({ field, message }) => `${field} ${message}`).join('; ');
    throw new Refusal('unprocessable', `The server does not start: ${told}.`, { places });
  }
  return { issuer, secret };
}

const placesOf = (field: string, message: string | null): RefusalPlace[] =>
  message === null ? [] : [{ field, message }];

function issuerTrouble(issuer: string): string | null {
  if (issuer === '') return 'is missing: give the origin at which the API is reached';
  if (!URL.canParse(issuer)) return 'is not a URL';
  const url = new URL(issuer);
  const local = url.protocol === 'http:' && localHosts.includes(url.hostname);
  if (url.protocol !== 'https:' && !local) return 'must be https; http is for localhost alone';
  // Tokens compare it byte by byte, so there is one way to write it.
  if (issuer !== url.origin) return `must be an origin and nothing else, as in ${url.origin}`;
  return null;
}

function secretTrouble(secret: string): string | null {
  const advice = 'take the output of: openssl rand -base64 32';
  if (secret === '') return `is missing; ${advice}`;
  if (new TextEncoder().encode(secret).length < leastSecretBytes) {
    return `is shorter than ${leastSecretBytes} bytes; ${advice}`;
  }
  const letters = secret.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (exampleWords.some((word) => letters.includes(word))) {
    return `reads like an example or a default; ${advice}`;
  }
  if (guessable(secret)) return `is too easily guessed; ${advice}`;
  return null;
}

/** Repeated pieces, keyboard and counting rows, and too few different characters. */
function guessable(secret: string): boolean {
  const periods = Array.from({ length: Math.floor(secret.length / 2) }, (_, at) => at + 1);
  const repeats = periods.some((period) => secret.slice(period) === secret.slice(0, -period));
  const steps = [...secret].filter((letter, at) => {
    const step = at === 0 ? 9 : (letter.codePointAt(0) ?? 0) - secret.charCodeAt(at - 1);
    return Math.abs(step) <= 1;
  });
  return repeats || steps.length * 2 > secret.length || shannonBits(secret) < leastSecretBits;
}

/** What the text's own letter frequencies say that it holds, in bits. */
function shannonBits(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const shares = [...counts.values()].map((count) => count / text.length);
  return -text.length * shares.reduce((sum, share) => sum + share * Math.log2(share), 0);
}
