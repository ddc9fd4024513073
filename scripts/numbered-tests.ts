/** Finds in the sources of the tests which names carry the number of a requirement or a threat. */
import { parseSync } from 'vite';

/** Loose on purpose: a number with a digit too many is found, and then belongs to nothing. */
const numbers = /\b(?:FOR|PU|PERM|SKY|IMP|T)-\d+\b/g;
const startsWithNumber = /^(?:FOR|PU|PERM|SKY|IMP|T)-\d+\b/;
const isNumberAlone = /^\S+$/;

const testWords = new Set(['it', 'test', 'describe']);
/** What is marked so does not run, or is meant to fail. */
const idleMarks = new Set(['skip', 'todo', 'fails']);

type Node = { readonly type: string } & Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const nodesOf = (value: unknown): Node[] => (Array.isArray(value) ? value : [value]).filter(isNode);

/** The text of a string, or what is fixed in a template; null for anything else. */
function textOf(node: unknown): string | null {
  if (!isNode(node)) return null;
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  if (node.type !== 'TemplateLiteral') return null;
  return nodesOf(node.quasis)
    .map(({ value }) => (value as { cooked: string }).cooked)
    .join('…');
}

/** `it.each(rows)` is `it, each`: the words that a call is made through, outermost object first. */
function wordsOf(callee: unknown): string[] {
  if (!isNode(callee)) return [];
  if (callee.type === 'Identifier') return [String(callee.name)];
  if (callee.type === 'CallExpression') return wordsOf(callee.callee);
  if (callee.type === 'TaggedTemplateExpression') return wordsOf(callee.tag);
  if (callee.type !== 'MemberExpression') return [];
  return [...wordsOf(callee.object), ...wordsOf(callee.property)];
}

/** A table's row begins with its name; a list of names has words behind each number. */
function isRowName(text: string, place: number, length: number): boolean {
  if (!startsWithNumber.test(text)) return false;
  return !isNumberAlone.test(text) || (place === 0 && length > 1);
}

/**
 * How many tests carry each number. A test carries those in its own name and in those of the groups around it; a row
 * of a table carries those that its name begins with. Expectations and comments carry nothing.
 * @param source TypeScript
 */
export function numbersIn(source: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (texts: readonly string[]): void => {
    const found = texts.flatMap((text) => text.match(numbers) ?? []);
    for (const one of new Set(found)) counts.set(one, (counts.get(one) ?? 0) + 1);
  };

  const visit = (node: Node, groups: readonly string[]): void => {
    let around = groups;
    if (node.type === 'CallExpression') {
      const words = wordsOf(node.callee);
      const [title, body] = nodesOf(node.arguments);
      if (testWords.has(words[0] ?? '')) {
        if (words.some((word) => idleMarks.has(word))) return;
        const name = textOf(title);
        // Without a body it is the table of `it.each`, whose rows follow.
        if (name !== null && body !== undefined) {
          if (words[0] === 'describe') around = [...groups, name];
          else count([...groups, name]);
        }
      }
    }
    if (node.type === 'ArrayExpression') {
      const elements = node.elements as readonly unknown[];
      for (const [place, element] of elements.entries()) {
        const text = textOf(element);
        if (text !== null && isRowName(text, place, elements.length)) count([text]);
      }
    }
    if (node.type === 'Property') {
      const key = textOf(node.key);
      if (key !== null && startsWithNumber.test(key)) count([key]);
    }
    for (const child of Object.values(node).flatMap(nodesOf)) visit(child, around);
  };

  visit(parseSync('test.ts', source).program as unknown as Node, []);
  return counts;
}
