/** Fields that are there for the people of some branches alone: who sees such a field, and of whom. */
import { type SQL, sql } from 'drizzle-orm';
import { integer } from '../data/literal.ts';
import type { Extent } from './scope.ts';

/** All need the tables of a scope in front of their statement: the branches that its datasets hold stand there. */
export interface FieldReach {
  /** Whether the limited field `f` is there at all. Whoever holds no branch sees none (PU-067 fails closed here). */
  readonly there: SQL;
  /** Whether the field is there for a person of this branch. */
  readonly of: (fieldId: number, branch: SQL) => SQL;
}

/** The field's branches with all below them: rows (field_id, id). */
const limited = sql`(SELECT l.field_id AS field_id, c.descendant_id AS id FROM user_field_branches l
  CROSS JOIN branch_closure c ON c.ancestor_id = l.branch_id)`;

/** Whether a dataset of the viewer names the branch, or one above it with what lies below. */
const held = (branch: SQL): SQL => sql`EXISTS (SELECT 1 FROM scope_held h
  CROSS JOIN dataset_items i ON i.dataset_id = h.dataset_id AND i.kind = 'branch'
  WHERE h.people = 'subset' AND (i.item_id = ${branch} OR (i.descendants = 1 AND EXISTS (
    SELECT 1 FROM branch_closure c WHERE c.ancestor_id = i.item_id AND c.descendant_id = ${branch}))))`;

/** Whoever holds all people holds all branches. */
export function fieldReach({ rectangles }: Extent): FieldReach {
  const whole = rectangles.some(
    ({ modes, above = [] }) =>
      modes.people === 'all' && above.every((link) => link.modes.people === 'all'),
  );
  const counts = (branch: SQL) => (whole ? sql`1` : held(branch));
  return {
    there: sql`EXISTS (SELECT 1 FROM ${limited} b WHERE b.field_id = f.id AND ${counts(sql`b.id`)})`,
    of: (fieldId, branch) => sql`(EXISTS (SELECT 1 FROM ${limited} b
      WHERE b.field_id = ${integer(fieldId)} AND b.id = ${branch}) AND ${counts(branch)})`,
  };
}
