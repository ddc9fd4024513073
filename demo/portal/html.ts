/** HTML as a template: every value is escaped, unless it is HTML made here already. */

export interface Html {
  readonly markup: string;
}

type Value = string | number | Html | readonly Html[] | null;

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities.get(character) ?? '');

function markupOf(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}

/** Null becomes nothing; a list becomes its parts one after the other. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  const pieces = strings.map(
    (text, at) => text + (at < values.length ? markupOf(values[at] ?? null) : ''),
  );
  return { markup: pieces.join('') };
}
