/** What the files of rules have in common: a line a condition, in the order in which they were written. */
import { operatorIds } from '../../scope/operator.ts';
import { ruleMatches } from '../../scope/rule.ts';
import type { AuthorityColumn } from './file.ts';

/** After the columns that say whose rules they are. */
export const ruleColumns: readonly AuthorityColumn[] = [
  { name: 'number', type: 'number', required: true, description: 'its place among the rules' },
  {
    name: 'match',
    type: 'word',
    words: ruleMatches,
    required: true,
    description: 'how the rules combine; the same in all of them',
  },
  {
    name: 'group',
    type: 'text',
    optional: true,
    description: 'the number of its group; empty for a rule that stands alone',
  },
  {
    name: 'group_match',
    type: 'word',
    words: ruleMatches,
    optional: true,
    description: 'how the rules of its group combine; empty for a rule that stands alone',
  },
  { name: 'field', type: 'text', required: true, description: 'what it asks about' },
  {
    name: 'operator',
    type: 'word',
    words: operatorIds,
    required: true,
    description: 'how it compares',
  },
  {
    name: 'value',
    type: 'text',
    optional: true,
    description:
      'what it compares with; a JSON array of texts for `is_one_of`, empty for `is_empty`',
  },
];

/** The columns of a table `r` of rules, as `ruleColumns` has them. */
export const storedRule = `r.position + 1, r.match, CASE WHEN r.group_no <> 0 THEN r.group_no END,
  CASE WHEN r.group_no <> 0 THEN r.group_match END, r.field, r.operator, r.value`;

/** The columns of the table, and what `value` of a row of JSON says of them. */
export const ruleTargets = 'position, match, group_no, group_match, field, operator, value';
export const givenRule = `value ->> 'number' - 1, value ->> 'match', coalesce(value ->> 'group', 0),
  coalesce(value ->> 'group_match', 'all'), value ->> 'field', value ->> 'operator', value ->> 'value'`;
export const ruleUpdate = `match = excluded.match, group_no = excluded.group_no,
  group_match = excluded.group_match, field = excluded.field, operator = excluded.operator,
  value = excluded.value`;
