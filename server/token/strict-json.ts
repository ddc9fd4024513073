/** A JSON object that two readers can't understand differently: no member stands twice, at any depth. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** Strings first, so that a brace within one is not taken for structure. */
const structure = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** Null unless the text is valid JSON, an object, and free of duplicate member names (RFC 8725, RFC 7515 section 4). */
export function parseStrictObject(text: string): JsonObject | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return hasDuplicateNames(text) ? null : (value as JsonObject);
}

/** Walks text that JSON.parse took. Names compare as they decode: `"a"` and `"\u0061"` are one name. */
function hasDuplicateNames(text: string): boolean {
  const open: Set<string>[] = [];
  let lastString = '';
  for (const [token] of text.matchAll(structure)) {
    const names = open.at(-1);
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const name: string = JSON.parse(lastString);
      if (names?.has(name)) return true;
      names?.add(name);
    } else if (token !== ',') lastString = token;
  }
  return false;
}
