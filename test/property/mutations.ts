/** Ways to break the scope on purpose: a piece of its source, and what stands there instead. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the pieces are source text, placeholders included.

import type { Family } from './differential.ts';

export interface Mutation {
  /** What goes wrong. */
  readonly name: string;
  /** Of server/scope. */
  readonly file: string;
  /** Must stand in the file; its first occurrence is replaced. */
  readonly find: string;
  readonly replace: string;
  /** The worlds in which it shows, where others need not be tried. */
  readonly family?: Family | undefined;
}

const combining: readonly Mutation[] = [
  {
    name: 'all datasets combine',
    file: 'sql.ts',
    find: 'const apart = mayCombine(scope);',
    replace: 'const apart = false;',
  },
  {
    name: 'two datasets combine, three do not',
    file: 'sql.ts',
    find: 'rectangles.length > 1 &&',
    replace: 'rectangles.length > 2 &&',
  },
  {
    name: 'datasets of every course combine though one is of all plans and one of none',
    file: 'sql.ts',
    find: 'modes.plans === rectangles[0]?.modes.plans',
    replace: 'true',
  },
  {
    name: 'courses of one dataset count in another',
    file: 'sql.ts',
    find: 'ON (p.bits & a.bits) <> 0',
    replace: 'ON (p.bits | a.bits) <> 0',
  },
  {
    name: 'datasets share bits',
    file: 'layout.ts',
    find: '2n ** BigInt(place)',
    replace: 'BigInt(place + 1)',
  },
  {
    name: 'who stands in a dataset twice counts twice',
    file: 'sql.ts',
    find: 'sum(DISTINCT r.bit)',
    replace: 'sum(r.bit)',
  },
  {
    name: 'who stands in two datasets stays in the last alone',
    file: 'sql.ts',
    find: 'sum(DISTINCT r.bit)',
    replace: 'max(r.bit)',
  },
  {
    name: 'who stands in two datasets of one item each stays in the last alone',
    file: 'sql.ts',
    find: 'sum(r.bit)',
    replace: 'max(r.bit)',
  },
  {
    name: 'who is an item and in a group counts twice',
    file: 'sql.ts',
    find: 'new Set(of).size === of.length',
    replace: 'true',
  },
  {
    name: 'of several items of a kind one counts',
    file: 'resolve.ts',
    find: 'CASE WHEN count(*) = 1 AND',
    replace: 'CASE WHEN count(*) >= 1 AND',
  },
  {
    name: 'a learner shows though only another dataset has courses',
    file: 'sql.ts',
    find: '(o.bits & h.bit) <> 0',
    replace: '(o.bits | h.bit) <> 0',
  },
];

const emptiness: readonly Mutation[] = [
  {
    name: 'an empty subset is everything',
    file: 'axis.ts',
    find: 'WHERE h.${mode} = ${text(word)}',
    replace: "WHERE h.${mode} <> 'none'",
  },
  {
    name: 'an unknown mode is everything',
    file: 'resolve.ts',
    find: "isMode(mode) ? mode : 'none'",
    replace: "isMode(mode) ? mode : 'all'",
  },
  {
    name: 'kinds are not told apart',
    file: 'axis.ts',
    find: 'i.kind = ${text(kind)}',
    replace: '1',
  },
  {
    name: 'a course that is not there lets learners show',
    file: 'ways.ts',
    find: 'id: sql`c.id`, via: sql`CROSS JOIN courses c ON c.id = i.item_id`',
    replace: 'id: sql`i.item_id`, via: sql``',
  },
  {
    name: 'all courses of one dataset lift the test of all',
    file: 'sql.ts',
    find: '[...scope.rectangles, scope.ceiling].every(',
    replace: '[...scope.rectangles, scope.ceiling].some(',
  },
];

const selection: readonly Mutation[] = [
  {
    name: 'a branch brings what stands above it',
    file: 'ways.ts',
    find: 'branch_closure b ON b.ancestor_id = i.item_id\n        CROSS JOIN users u ON u.branch_id = b.descendant_id',
    replace:
      'branch_closure b ON b.descendant_id = i.item_id\n        CROSS JOIN users u ON u.branch_id = b.ancestor_id',
  },
  {
    name: 'a group is taken for the user of its number',
    file: 'ways.ts',
    find: 'm.group_id = i.item_id',
    replace: 'm.user_id = i.item_id',
  },
  {
    name: 'a plan brings no course',
    file: 'sql.ts',
    find: "if (axis === 'courses') {",
    replace: 'if (false) {',
  },
  {
    name: 'the last kind of selection is forgotten',
    file: 'union.ts',
    find: 'parts.slice(room - 1)',
    replace: 'parts.slice(room)',
  },
  {
    name: 'the first course is left out',
    file: 'sql.ts',
    find: '>= (SELECT min(id)',
    replace: '> (SELECT min(id)',
  },
  {
    name: 'whoever is in any dataset shows in every plan',
    file: 'sql.ts',
    find: "AND ${within('plans', sql`${as}.plan_id`)}`",
    replace: '`',
  },
  {
    name: 'certificates need the course and the plan',
    file: 'sql.ts',
    find: 'OR ${within(',
    replace: 'AND ${within(',
  },
];

const holder: readonly Mutation[] = [
  {
    name: 'a catalog brings no plans',
    file: 'ways.ts',
    find: ', plans: [listedPlans(sql`i.item_id`)]',
    replace: '',
  },
  {
    name: 'the plans of a catalog are courses of their numbers',
    file: 'ways.ts',
    find: "AND l.kind = 'course'",
    replace: '',
  },
  {
    name: 'every restricted catalog is visible',
    file: 'holder.ts',
    find: 'a.catalog_id = k.id AND (${isAmong})',
    replace: 'a.catalog_id = k.id',
  },
  {
    name: 'a hidden catalog shows to its audience',
    file: 'holder.ts',
    find: "k.visibility = 'restricted'",
    replace: "k.visibility <> 'everyone'",
  },
  {
    name: 'a catalog for a branch shows to all below it',
    file: 'holder.ts',
    find: 'a.descendants = 1 AND',
    replace: '',
  },
  {
    name: 'a catalog for a branch and below shows in the branch alone',
    file: 'holder.ts',
    find: 'a.descendants = 1 AND',
    replace: '0 AND',
  },
  {
    name: 'catalogs are visible to whom any group of them has',
    file: 'holder.ts',
    find: 'm.group_id = a.item_id AND m.user_id',
    replace: 'm.user_id',
  },
  {
    name: 'a team is those right below alone',
    file: 'holder.ts',
    find: 'ON u.manager_id = t.id',
    replace: 'ON 0',
  },
  {
    name: 'whoever stands in a ring of managers is in their own team',
    file: 'ways.ts',
    find: ' AND t.id <> h.holder_id',
    replace: '',
  },
  {
    name: 'a team is those above',
    file: 'holder.ts',
    find: 'SELECT h.column1, u.id FROM ${holders} h CROSS JOIN users u ON u.manager_id = h.column1',
    replace:
      'SELECT h.column1, u.manager_id FROM ${holders} h CROSS JOIN users u ON u.id = h.column1',
  },
  {
    name: 'a team is bound to nobody in particular',
    file: 'resolve.ts',
    find: 'plainRectangle(row, request.powerUserId)',
    replace: 'plainRectangle(row, 1)',
  },
];

const ceiling: readonly Mutation[] = [
  {
    name: 'the ceiling is no limit',
    file: 'sql.ts',
    find: "ceiling.modes[axis] === 'all'",
    replace: 'true',
  },
  {
    name: 'the ceiling limits no courses when every dataset has all',
    file: 'sql.ts',
    find: '[...scope.rectangles, scope.ceiling].every(',
    replace: 'scope.rectangles.every(',
  },
  {
    name: 'an inactive site lets through',
    file: 'resolve.ts',
    find: 'eq(sites.active, true)',
    replace: 'eq(sites.id, siteId)',
  },
  {
    name: 'a missing ceiling leaves the permissions',
    file: 'resolve.ts',
    find: 'ceilings?.length === 1',
    replace: 'true',
  },
];

const holding: readonly Mutation[] = [
  {
    name: 'a dataset begins a second late',
    file: 'resolve.ts',
    find: '${validFrom} <= ${nowSeconds}',
    replace: '${validFrom} < ${nowSeconds}',
  },
  {
    name: 'a dataset ends a second late',
    file: 'resolve.ts',
    find: '${nowSeconds} < ${validUntil}',
    replace: '${nowSeconds} <= ${validUntil}',
  },
  {
    name: 'everybody holds what anybody holds',
    file: 'resolve.ts',
    find: 'sql`${holder} = ${powerUserId} AND ',
    replace: 'sql`',
  },
  {
    name: 'everybody is granted what anybody is granted',
    file: 'resolve.ts',
    find: 'WHERE ${grants.powerUserId} = ${powerUserId} AND',
    replace: 'WHERE',
  },
  {
    name: 'an inactive power user still sees',
    file: 'resolve.ts',
    find: "eq(users.status, 'active')",
    replace: 'eq(users.id, powerUserId)',
  },
  {
    name: 'a plain user with assignments sees',
    file: 'resolve.ts',
    find: "eq(users.level, 'power_user')",
    replace: 'eq(users.id, powerUserId)',
  },
  {
    name: 'a digest does not tell which datasets are in force',
    file: 'resolve.ts',
    find: 'scope.rectangles.map(({ datasetId, modes, rules, above }) => [datasetId, modes, rules, above])',
    replace: '[]',
  },
];

const rules: readonly Mutation[] = [
  {
    name: 'a rule that names no known field is left out of all',
    file: 'bind-rule.ts',
    find: "(match === 'all' && live.length < parts.length)",
    replace: 'false',
  },
  {
    name: 'an unknown word for how rules combine means any',
    file: 'bind-rule.ts',
    find: "if (match !== 'all' && match !== 'any') return null;",
    replace: '',
  },
  {
    name: 'any of the rules is all of them',
    file: 'rule-sql.ts',
    find: 'sql` AND ` : sql` OR `',
    replace: 'sql` AND ` : sql` AND `',
  },
  {
    name: 'all of the rules is any of them',
    file: 'rule-sql.ts',
    find: 'sql` AND ` : sql` OR `',
    replace: 'sql` OR ` : sql` OR `',
  },
  {
    name: 'the rules of one dataset bring people into every dataset',
    file: 'axis.ts',
    find: "WHERE h.bit = ${dataset.bit} AND h.${mode} = 'subset'",
    replace: "WHERE h.${mode} = 'subset'",
    family: undefined,
  },
  {
    name: 'an empty placeholder is an empty text',
    file: 'placeholder.ts',
    find: "if ('source' in part && piece.trim() === '')",
    replace: 'if (false)',
  },
  {
    name: 'placeholders are read again in what they stood for',
    file: 'placeholder.ts',
    find: '    text += piece;',
    replace:
      "    const again = 'source' in part && piece !== part.name ? fill(piece, own) : { text: piece };\n    text += 'text' in again ? again.text : '';",
  },
  {
    name: 'placeholders are bound to the fields of nobody in particular',
    file: 'resolve.ts',
    find: 'ruleReader(ruleAnswers, request.powerUserId)',
    replace: 'ruleReader(ruleAnswers, 1)',
  },
  {
    name: 'rules compare texts as they are written',
    file: 'rule-value.ts',
    find: 'null : fold(value);',
    replace: 'null : value;',
  },
  {
    name: 'a blank value is contained in everything',
    file: 'rule-value.ts',
    find: "return broken || value.trim() === '' ? null",
    replace: 'return broken ? null',
  },
  {
    name: 'whoever has no value does not equal it',
    file: 'operator.ts',
    find: '(${text.filled} AND NOT ${text.equals(operand)})',
    replace: '(${text.equals(operand)} IS NOT TRUE)',
  },
  {
    name: 'before includes the moment itself',
    file: 'operator.ts',
    find: '${value} < ${operand}`,\n  },\n  after',
    replace: '${value} <= ${operand}`,\n  },\n  after',
  },
  {
    name: 'a first name is any beginning of the full name',
    file: 'text-source.ts',
    find: '${spaces(operand)} = ${own}',
    replace: '1',
  },
  {
    name: 'the values of all additional fields are one',
    file: 'rule-field.ts',
    find: 'v.field_id = ${fieldNamed(key, take)} AND',
    replace: '',
  },
  {
    name: 'a field that is not there is empty for everybody',
    file: 'rule-field.ts',
    find: '(${fieldId} IS NOT NULL AND u.id NOT IN',
    replace: '(u.id NOT IN',
  },
  {
    name: 'a value that is no choice is another one',
    file: 'rule-value.ts',
    find: 'return choices.includes(folded) ? folded : null;',
    replace: 'return folded;',
  },
  {
    name: 'groups of rules stand alone',
    file: 'rule.ts',
    find: 'if (row.group === 0) rules.push',
    replace: 'if (row.group >= 0) rules.push',
  },
  {
    name: 'the rules of the ceiling are forgotten',
    file: 'resolve.ts',
    find: '[...held, ...ceilings, ...gifted].some(',
    replace: '[...held, ...gifted].some(',
    family: undefined,
  },
];

const automation: readonly Mutation[] = [
  {
    name: 'an automation gives an eleventh profile',
    file: 'automation.ts',
    find: 'profiles > profilesEach)',
    replace: 'profiles > profilesEach + 1)',
  },
  {
    name: 'any rule of an automation suffices',
    file: 'automation.ts',
    find: 'match: rules.match,',
    replace: "match: rules.match === 'all' ? 'any' : rules.match,",
  },
  {
    name: 'everybody holds the profiles that anybody is given by automations',
    file: 'gift.ts',
    find: 'WHERE g.user_id = ${userId} AND',
    replace: 'WHERE',
  },
  {
    name: 'everybody holds the datasets that anybody is given by automations',
    file: 'gift.ts',
    find: 'AND own.made_by IS NULL\n    WHERE g.user_id = ${userId} AND',
    replace: 'AND own.made_by IS NULL\n    WHERE',
  },
  {
    name: 'datasets that automations give show nothing',
    file: 'resolve.ts',
    find: 'withGifts(held, gifted)',
    replace: '(held ?? [])',
  },
];

const delegation: readonly Mutation[] = [
  {
    name: 'a dataset that was cut shows all that it selects',
    file: 'layout.ts',
    find: '...(one.above ?? []).flatMap((link) => links.get(identity(link)) ?? []),',
    replace: '',
  },
  {
    name: 'of a chain only the nearest link narrows',
    file: 'chain.ts',
    find: 'mine.map(([, holder, , , ...row])',
    replace: 'mine.slice(0, 1).map(([, holder, , , ...row])',
  },
  {
    name: 'teams and visible catalogs are passed on',
    file: 'chain.ts',
    find: "isBoundToHolder(mode) ? 'none' : mode",
    replace: 'mode',
  },
  {
    name: 'one link in common is enough',
    file: 'layout.ts',
    find: '(bits & ${number(mask)} = ${number(mask)})',
    replace: '(bits & ${number(mask)} <> 0)',
  },
  {
    name: 'a dataset that everything was cut out of is everything on the other axes too',
    file: 'layout.ts',
    find: "modes[axis] !== 'all'",
    replace: "modes.people !== 'all'",
  },
  {
    name: 'placeholders of every link are bound to who looks',
    file: 'resolve.ts',
    find: 'ruled(selectedBy(row, holderId), holderId)',
    replace: 'ruled(selectedBy(row, holderId))',
  },
  {
    name: 'the same source through two parents is one link',
    file: 'layout.ts',
    find: '`${datasetId} ${holderId}`',
    replace: '`${datasetId}`',
  },
  {
    name: 'who made a dataset need not hold its source any more',
    file: 'chain.ts',
    find: 'mine.every(([, , , held]) => held === 1)',
    replace: 'mine.every(([, , , held]) => held !== null)',
  },
  {
    name: 'parents who were switched off still give datasets',
    file: 'chain.ts',
    find: '${stands(sql`w.holder_id`, nowSeconds)} AND',
    replace: '',
  },
  {
    name: 'a source that is not yet or no longer valid still counts',
    file: 'chain.ts',
    find: 'AND (a.valid_until IS NULL OR ${nowSeconds} < a.valid_until)',
    replace: '',
  },
  {
    name: 'a source counts before its time',
    file: 'chain.ts',
    find: 'AND (a.valid_from IS NULL OR a.valid_from <= ${nowSeconds})',
    replace: '',
  },
  {
    name: 'half a delegation is none, and shows all',
    file: 'resolve.ts',
    find: '(datasets.cut_from IS NOT NULL OR datasets.made_by IS NOT NULL)',
    replace: '(datasets.cut_from IS NOT NULL AND datasets.made_by IS NOT NULL)',
  },
  {
    name: 'a delegated dataset limits a site',
    file: 'resolve.ts',
    find: 'isNull(datasets.cutFrom),\n          isNull(datasets.madeBy),',
    replace: '',
  },
  {
    name: 'a profile is granted whoever granted it',
    file: 'standing.ts',
    find: 'SELECT 1 FROM givers WHERE id IS NULL',
    replace: 'SELECT 1 FROM givers',
  },
  {
    name: 'a giver need not hold the profile to pass on, only stand',
    file: 'standing.ts',
    find: 'AND r.profile_id = ${row}.profile_id',
    replace: '',
  },
  {
    name: 'parents who were switched off still give profiles',
    file: 'standing.ts',
    find: 'WHERE ${stands(sql`givers.id`, nowSeconds)}',
    replace: '',
  },
  {
    name: 'a parent whose account has ended still gives',
    file: 'standing.ts',
    find: 'OR expires_at > ${nowSeconds}',
    replace: 'OR 1',
  },
  {
    name: 'an account ends a second late',
    file: 'resolve.ts',
    find: 'gt(users.expiresAt, nowSeconds)',
    replace: 'gt(users.expiresAt, nowSeconds - 1)',
  },
];

const within = (family: Family, some: readonly Mutation[]): Mutation[] =>
  some.map((one) => ({ family, ...one }));

export const mutations: readonly Mutation[] = [
  ...combining,
  ...emptiness,
  ...selection,
  ...within('holder', holder),
  ...ceiling,
  ...holding,
  ...within('rules', rules),
  ...within('delegation', delegation),
  ...within('automation', automation),
];
