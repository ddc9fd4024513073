/** `{power_user.company}` in the value of a rule: which of the power user's own fields stands behind each name. */
import { additionalPrefix } from './rule-field.ts';

const ofColumns = ['first_name', 'last_name', 'email', 'username'] as const;

/** Kept as additional fields with the same key (SKY-017). */
const ofFields = [
  ...['title', 'company', 'address', 'address_2', 'country', 'state', 'city', 'zip'],
  ...['cell', 'phone', 'work_phone', 'ssn', 'date_of_birth', 'user_identifier'],
  ...Array.from({ length: 11 }, (_, place) => `ca_${place}`),
  ...['gender', 'notification_email'],
];

/** The names of SKY-017, all 31. Any additional field also has one: `{power_user.field:<key>}`. */
export const placeholderNames: readonly string[] = [...ofColumns, ...ofFields];

/** These tell more of a person than rules need, so that writing one takes a word more (SKY-018). */
const sensitive = new Set(['ssn', 'date_of_birth', 'gender'].map((key) => additionalPrefix + key));

/** A text, or the source of a placeholder: a column of users, or `field:` with the key of an additional field. */
type Part = { readonly text: string } | { readonly source: string; readonly name: string };

const pattern = /\{power_user\.([^{}]*)\}/g;
/** What looks like a placeholder and is none; a typing error must not become text that is compared. */
const attempt = /\{\s*power[_ ]?user/i;

function sourceOf(name: string): string | undefined {
  if (name.startsWith(additionalPrefix) && name.length > additionalPrefix.length) return name;
  if ((ofColumns as readonly string[]).includes(name)) return name;
  return ofFields.includes(name) ? additionalPrefix + name : undefined;
}

/** The value in parts; or the piece of it that would be a placeholder and is none. */
export function partsOf(value: string): { parts: readonly Part[] } | { unknown: string } {
  const parts: Part[] = [];
  let end = 0;
  const text = (upTo: number) => value.slice(end, upTo);
  for (const match of value.matchAll(pattern)) {
    const [whole, name = ''] = match;
    const source = sourceOf(name);
    if (source === undefined) return { unknown: whole };
    parts.push({ text: text(match.index) }, { source, name: whole });
    end = match.index + whole.length;
  }
  parts.push({ text: text(value.length) });
  const stray = parts.find((part) => 'text' in part && attempt.test(part.text));
  return stray && 'text' in stray ? { unknown: stray.text } : { parts };
}

/** What the placeholders of a value name, as written: additional fields by key, and what is sensitive. */
export function placeholdersIn(value: string): {
  /** Fields that are named by their key, and so must exist. */
  keys: string[];
  sensitive: string[];
  /** Every additional field behind a placeholder. */
  fields: { name: string; key: string }[];
} {
  const found = partsOf(value);
  const named = 'parts' in found ? found.parts.filter((part) => 'source' in part) : [];
  return {
    keys: named.flatMap(({ name, source }) =>
      name.includes(additionalPrefix) ? [source.slice(additionalPrefix.length)] : [],
    ),
    sensitive: named.filter(({ source }) => sensitive.has(source)).map(({ name }) => name),
    fields: named.flatMap(({ name, source }) =>
      source.startsWith(additionalPrefix)
        ? [{ name, key: source.slice(additionalPrefix.length) }]
        : [],
    ),
  };
}

/** The power user's own fields, by source. */
export type OwnFields = ReadonlyMap<string, string>;

/**
 * The value with the power user's own fields in their places, looked at once: what a field holds is never read for
 * placeholders. `missing` says which is unknown or empty; then the rule that has it matches nobody (SKY-018).
 */
export function fill(value: string, own: OwnFields): { text: string } | { missing: string } {
  const found = partsOf(value);
  if ('unknown' in found) return { missing: `${found.unknown} is no placeholder` };
  let text = '';
  for (const part of found.parts) {
    const piece = 'text' in part ? part.text : (own.get(part.source) ?? '');
    if ('source' in part && piece.trim() === '') return { missing: `${part.name} is empty` };
    text += piece;
  }
  return { text };
}

export const hasPlaceholder = (value: string): boolean =>
  value.search(pattern) !== -1 || attempt.test(value);
