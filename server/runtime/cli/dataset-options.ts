/** The options that say what a dataset selects, one row each, and the selections that they come to. */
import type { Command } from 'commander';
import { Refusal } from '../../../shared/refusal.ts';
import {
  type Axis,
  axes,
  type ItemKind,
  itemKinds,
  type SelectionMode,
} from '../../../shared/scope.ts';
import { collect } from './at-database.ts';
import { addRuleOptions, camelCase, ruleFlags, rulesOf } from './rule-options.ts';

interface ItemOption {
  readonly flag: string;
  readonly kind: ItemKind;
  readonly descendants: boolean;
  readonly help: string;
}

const itemOptions: readonly ItemOption[] = [
  { flag: 'user', kind: 'user', descendants: false, help: 'a person' },
  { flag: 'group', kind: 'group', descendants: false, help: 'the members of a group' },
  { flag: 'branch', kind: 'branch', descendants: false, help: 'a branch alone' },
  {
    flag: 'branch-with-descendants',
    kind: 'branch',
    descendants: true,
    help: 'a branch and every branch below it',
  },
  { flag: 'course', kind: 'course', descendants: false, help: 'a course' },
  { flag: 'category', kind: 'category', descendants: false, help: 'the courses of a category' },
  {
    flag: 'category-with-descendants',
    kind: 'category',
    descendants: true,
    help: 'those of a category and of every category below it',
  },
  {
    flag: 'plan',
    kind: 'plan',
    descendants: false,
    help: 'a learning plan, which brings its courses',
  },
  {
    flag: 'catalog',
    kind: 'catalog',
    descendants: false,
    help: 'what a catalog lists: its courses, and its plans with theirs',
  },
];

interface WholeOption {
  readonly flag: string;
  readonly axes: readonly Axis[];
  readonly mode: Exclude<SelectionMode, 'subset'>;
  readonly help: string;
}

const wholeOptions: readonly WholeOption[] = [
  ...axes.flatMap((axis): WholeOption[] => [
    { flag: `all-${axis}`, axes: [axis], mode: 'all', help: `all ${axis}, existing and future` },
    { flag: `none-${axis}`, axes: [axis], mode: 'none', help: `no ${axis}` },
  ]),
  {
    flag: 'team',
    axes: ['people'],
    mode: 'team',
    help: 'everybody below whoever holds it, at any depth of managers',
  },
  {
    flag: 'visible-catalogs',
    axes: ['courses', 'plans'],
    mode: 'visible_catalogs',
    help: 'all courses and plans in the catalogs that whoever holds it sees as a learner',
  },
];

/** Adds the options to `dataset create` and `dataset edit`. */
export function addSelectionOptions(command: Command): void {
  for (const { flag, help } of itemOptions) {
    command.option(`--${flag} <id>`, `${help} (again for more)`, collect);
  }
  for (const { flag, help } of wholeOptions) command.option(`--${flag}`, help);
  for (const axis of axes) addRuleOptions(command, axis);
}

/**
 * The selections that were asked for, in the form that the commands take; an axis without an option is left out.
 * @throws Refusal `bad-request` for options of one axis that exclude each other.
 */
export function selectionsOf(command: Command): Record<string, unknown> {
  const options = command.opts<Record<string, unknown>>();
  return Object.fromEntries(
    axes.flatMap((axis) => {
      const selection = selectionOf(axis, options);
      return selection === null ? [] : [[axis, selection]];
    }),
  );
}

function selectionOf(axis: Axis, options: Record<string, unknown>): unknown {
  const mine = itemOptions.filter(({ kind }) => itemKinds[kind].axis === axis);
  const used = mine.filter(({ flag }) => options[camelCase(flag)] !== undefined);
  const whole = wholeOptions.filter(
    (option) => option.axes.includes(axis) && options[camelCase(option.flag)] === true,
  );
  const ruled = ruleFlags(axis).filter((flag) => options[camelCase(flag)] !== undefined);
  const flags = [...used.map(({ flag }) => flag), ...ruled, ...whole.map(({ flag }) => flag)];
  if (whole.length > 0 && flags.length > 1) {
    throw new Refusal('bad-request', `--${flags.join(' and --')} exclude each other`);
  }
  if (whole[0] !== undefined) return { mode: whole[0].mode };
  if (used.length === 0 && ruled.length === 0) return null;
  const items = used.flatMap(({ flag, kind, descendants }) =>
    (options[camelCase(flag)] as string[]).map((key) => ({ kind, key, descendants })),
  );
  const rules = rulesOf(axis, options);
  return { mode: 'subset', items, ...(rules === null ? {} : { rules }) };
}
