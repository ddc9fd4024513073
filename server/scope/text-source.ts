/** Where rules find folded text: whole expressions, and the halves of a full name that only the whole is stored of. */
import { type SQL, sql } from 'drizzle-orm';
import { constantText } from '../data/literal.ts';
import type { TextSource } from './operator.ts';

/** What JavaScript's `trim` takes away, so that empty means the same on both sides. */
const white = constantText(
  String.fromCodePoint(
    ...[9, 10, 11, 12, 13, 32, 160, 5760],
    ...Array.from({ length: 11 }, (_, step) => 8192 + step),
    ...[8232, 8233, 8239, 8287, 12288, 65279],
  ),
);

/** Most texts have a visible ASCII letter, which is found sooner than white space is trimmed. */
const hasText = (text: SQL): SQL =>
  sql`(coalesce(${text} GLOB '*[!-~]*', 0) OR coalesce(trim(${text}, ${white}), '') <> '')`;

/**
 * A folded text that stands somewhere whole: as `text`, and within `key`. What does not stand in the key is not
 * looked for in the text, which takes longer to cut out of it.
 */
export function whole(text: SQL, key: SQL = text): TextSource {
  const within = (operand: SQL) => (key === text ? sql`` : sql`instr(${key}, ${operand}) > 0 AND `);
  return {
    filled: hasText(text),
    equals: (operand) => sql`(${within(operand)}${text} = ${operand})`,
    among: (list) => sql`(${text} IN (SELECT value FROM json_each(${list})))`,
    contains: (operand) => sql`(${within(operand)}instr(${text}, ${operand}) > 0)`,
    startsWith: (operand) =>
      sql`(${within(operand)}substr(${text}, 1, length(${operand})) = ${operand})`,
    endsWith: (operand) =>
      sql`(${within(operand)}substr(${text}, -length(${operand})) = ${operand})`,
  };
}

/** Line `n` (from 0) of a search key: server/data/keys.ts says what stands on each. */
export function line(key: SQL, n: 0 | 1 | 2): SQL {
  const rest = sql`substr(${key}, instr(${key}, char(10)) + 1)`;
  const head = (text: SQL) => sql`substr(${text}, 1, instr(${text}, char(10)) - 1)`;
  switch (n) {
    case 0:
      return head(key);
    case 1:
      return head(rest);
    case 2:
      return sql`substr(${rest}, instr(${rest}, char(10)) + 1)`;
    default:
      return n satisfies never;
  }
}

const spaces = (text: SQL): SQL => sql`(length(${text}) - length(replace(${text}, ' ', '')))`;

/**
 * One half of a name: `leading` is the folded "half other", `trailing` the folded "other half", `raw` the half as it
 * was given. No folded half is stored; but folding keeps the number of spaces, so the half ends in `leading` where
 * one more space would begin. A half with a line break counts nowhere, because its spaces aren't known.
 */
export function half(raw: SQL, leading: SQL, trailing: SQL, key: SQL): TextSource {
  const own = spaces(sql`trim(${raw}, ${white})`);
  const filled = sql`(${hasText(raw)} AND instr(${raw}, char(10)) + instr(${raw}, char(13)) = 0)`;
  // First what is quick: whatever does not stand in the name at all is settled by it.
  const within = (operand: SQL) => sql`instr(${key}, ${operand}) > 0`;
  const equals = (
    operand: SQL,
  ) => sql`(${within(operand)} AND ${filled} AND ${spaces(operand)} = ${own}
    AND (${leading} = ${operand} OR substr(${leading}, 1, length(${operand}) + 1) = ${operand} || ' '))`;
  const reaching = (operand: SQL) =>
    sql`${within(operand)} AND ${filled} AND ${spaces(operand)} <= ${own}`;
  return {
    filled,
    equals,
    among: (list) =>
      sql`EXISTS (SELECT 1 FROM json_each(${list}) one WHERE ${equals(sql`one.value`)})`,
    startsWith: (operand) =>
      sql`(${reaching(operand)} AND substr(${leading}, 1, length(${operand})) = ${operand})`,
    endsWith: (operand) =>
      sql`(${reaching(operand)} AND substr(${trailing}, -length(${operand})) = ${operand})`,
    contains: (operand) => {
      const end = sql`instr(${leading}, ${operand}) - 1 + length(${operand})`;
      return sql`(${within(operand)} AND ${filled} AND instr(${leading}, ${operand}) > 0
        AND ${spaces(sql`substr(${leading}, 1, ${end})`)} <= ${own})`;
    },
  };
}
