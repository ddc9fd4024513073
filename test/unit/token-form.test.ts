/** The readers under every token: base64url, strict JSON, the compact form; each against a plain other reading. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64url, encodeBase64url } from '../../server/token/base64url.ts';
import { readCompactJws } from '../../server/token/canonical.ts';
import { isPlainText } from '../../server/token/claims.ts';
import { remembering } from '../../server/token/remember.ts';
import { parseStrictObject } from '../../server/token/strict-json.ts';

const seed = Number(process.env.AMBIT_SEED ?? Date.now() % 2 ** 31);
const runs = { seed, numRuns: 500 };
console.log(`token form: AMBIT_SEED=${seed}`);

describe('base64url', () => {
  it('T-10 writes as Node does, and reads it back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = encodeBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(decodeBase64url(text)).toEqual(bytes);
      }),
      runs,
    );
  });

  it('T-10 takes a text only when it is the one that the bytes are written as', () => {
    const letter = fc.constantFrom(...'ABQYZaghwxz0189-_=+/ \n.');
    fc.assert(
      fc.property(fc.string({ unit: letter, maxLength: 12 }), (text) => {
        const canonical = Buffer.from(text, 'base64url').toString('base64url') === text;
        expect(decodeBase64url(text) !== null).toBe(canonical);
      }),
      { ...runs, numRuns: 5000 },
    );
  });
});

interface Written {
  readonly text: string;
  /** Whether any object in it has a name twice. */
  readonly twice: boolean;
}

/** A name of few letters, so that names meet, spelt plainly or with escapes. */
const nameOf = fc.record({
  name: fc.constantFrom('a', 'b', '"', '\\', '{'),
  escaped: fc.boolean(),
});
const spell = (name: string, escaped: boolean) =>
  escaped ? `"\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}"` : JSON.stringify(name);

/** JSON texts, valid each, with objects in which names may repeat. */
const { written } = fc.letrec<{ written: Written }>((tie) => ({
  written: fc.oneof(
    { maxDepth: 4 },
    fc
      .constantFrom('1', 'null', '"{\\"a\\":1,\\"a\\":2}"', '"\\\\"')
      .map((text) => ({ text, twice: false })),
    fc.array(tie('written'), { maxLength: 3 }).map((items) => ({
      text: `[${items.map(({ text }) => text).join(', ')}]`,
      twice: items.some(({ twice }) => twice),
    })),
    fc.array(fc.tuple(nameOf, tie('written')), { maxLength: 3 }).map((members) => ({
      text: `{${members.map(([{ name, escaped }, { text }]) => `${spell(name, escaped)} : ${text}`).join(',')}}`,
      twice:
        new Set(members.map(([{ name }]) => name)).size < members.length ||
        members.some(([, { twice }]) => twice),
    })),
  ),
}));

describe('strict JSON', () => {
  it('T-13 reads every object as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
          expect(parseStrictObject(text)).toEqual(JSON.parse(text));
        }
      }),
      runs,
    );
  });

  it('T-13 refuses an object exactly when, at some depth, a name stands twice however it is written', () => {
    fc.assert(
      fc.property(written, ({ text, twice }) => {
        const whole = `{"whole":${text}}`;
        expect(parseStrictObject(whole)).toEqual(twice ? null : JSON.parse(whole));
      }),
      { ...runs, numRuns: 3000 },
    );
  });

  it.each([
    '{"a":1,"a":1}',
    '{"a":1,"\\u0061":2}',
    '{"a":{"b":1,"b":2}}',
    '[{"a":1}]',
    '"{}"',
    'null',
    '',
    '{"a":1}{"a":1}',
    "{'a':1}",
    '{"a":1,}',
    '{"a":01}',
    '{"a":NaN}',
  ])('T-13 refuses %s', (text) => {
    expect(parseStrictObject(text)).toBeNull();
  });

  it.each([
    '{"a":"{\\"a\\":1}","b":"a"}',
    '{"a":{"a":{"a":1}}}',
    '{"a":[{"b":1},{"b":2}]}',
    ' {} ',
  ])('T-13 takes %s, where no object has a name twice', (text) => {
    expect(parseStrictObject(text)).toEqual(JSON.parse(text));
  });

  it('T-13 reads 8 KB of brackets and quotes in no time', () => {
    const deep = `{"a":${'['.repeat(4000)}${']'.repeat(4000)}}`;
    const escaped = JSON.stringify({ a: '\\"'.repeat(2000) });
    const started = performance.now();
    expect(parseStrictObject(deep)).not.toBeNull();
    expect(parseStrictObject(escaped)).not.toBeNull();
    expect(performance.now() - started).toBeLessThan(50);
  });
});

it('T-13 the compact form throws at nothing, whatever it is given', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(fc.base64String(), { maxLength: 5 }).map((p) => p.join('.')),
      ),
      (text) => {
        expect(readCompactJws(text, ['ES256'])).toBeNull();
      },
    ),
    runs,
  );
});

describe('the compact form', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = (header: object, claims: object) => `${part(header)}.${part(claims)}.AAAA`;

  it('T-10 is header, claims and signature', () => {
    const good = token({ alg: 'ES256', typ: 'JWT', kid: 'k_1-Z' }, { sub: 'ada' });
    expect(readCompactJws(good, ['HS256', 'ES256'])).toEqual({
      ...{ token: good, alg: 'ES256', typ: 'JWT', kid: 'k_1-Z' },
      claims: { sub: 'ada' },
    });
    for (const bad of [`${good}.`, `${good}.AAAA`, `.${good}`, good.slice(0, -5)]) {
      expect(readCompactJws(bad, ['HS256', 'ES256'])).toBeNull();
    }
  });

  it('T-01 is of one of the algorithms that its reader names', () => {
    const of = (algs: string[]) => readCompactJws(token({ alg: 'ES256' }, {}), algs);
    expect(of(['ES256'])).toMatchObject({ alg: 'ES256', typ: null, kid: null });
    for (const algs of [[], ['HS256'], ['ES256K'], ['es256']]) expect(of(algs)).toBeNull();
  });

  it('T-04 is at most 8 KB long', () => {
    // Each three bytes more of payload are four letters more of token.
    const lengths = new Map<number, boolean>();
    for (let size = 6080; size < 6140; size++) {
      const text = token({ alg: 'ES256' }, { pad: 'x'.repeat(size) });
      lengths.set(text.length, readCompactJws(text, ['ES256']) !== null);
    }
    for (const [length, taken] of lengths)
      expect([length, taken]).toEqual([length, length <= 8192]);
    expect(new Set(lengths.values()).size).toBe(2);
  });
});

describe('plain text', () => {
  it.each(['ada', 'ada@acme.example', 'Ünïcödé', '李', "o'brien; --", '__proto__'])(
    'takes %j',
    (text) => {
      expect(isPlainText(text, 64)).toBe(true);
    },
  );

  it.each(['', 'a\u0000b', 'a\nb', '\ud800', 'x'.repeat(65), null, undefined, 7, ['a'], {}])(
    'T-04 does not take %j',
    (value) => {
      expect(isPlainText(value, 64)).toBe(false);
    },
  );
});

describe('remembering', () => {
  it('works once for a text, keeps owners apart, forgets failures, and holds no more than its limit', async () => {
    const keep = remembering<number>(2);
    const [one, two] = [{}, {}];
    let works = 0;
    const make = async () => ++works;
    expect([await keep(one, 'a', make), await keep(one, 'a', make)]).toEqual([1, 1]);
    expect(await keep(two, 'a', make)).toBe(2);
    await keep(one, 'b', make);
    await keep(one, 'c', make);
    expect(await keep(one, 'a', make)).toBe(5);
    const fail = () => Promise.reject(new Error('not now'));
    await expect(keep(two, 'x', fail)).rejects.toThrow('not now');
    expect(await keep(two, 'x', make)).toBe(6);
  });
});
