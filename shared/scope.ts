/** The words of the scope algebra that the server, the oracle and the tests share: plain data, no behaviour. */

/** The two axes of a rectangle, and the plans that stand beside the courses which they bring. */
export const axes = ['people', 'courses', 'plans'] as const;
export type Axis = (typeof axes)[number];

/** `all` is a value of its own, never the absence of a filter; a `subset` without items is nothing. */
export const selectionModes = ['none', 'all', 'subset', 'team', 'visible_catalogs'] as const;
export type SelectionMode = (typeof selectionModes)[number];

/** Modes that come to something else for each who holds the dataset. */
const boundToHolder: readonly SelectionMode[] = ['team', 'visible_catalogs'];
export const isBoundToHolder = (mode: SelectionMode): boolean => boundToHolder.includes(mode);

/** The modes that each axis has. */
export const modesOf = {
  people: ['none', 'all', 'subset', 'team'],
  courses: ['none', 'all', 'subset', 'visible_catalogs'],
  plans: ['none', 'all', 'subset', 'visible_catalogs'],
} as const satisfies Record<Axis, readonly SelectionMode[]>;

/** What a specific item of a subset can be, the axis where it is named, and whether it reaches downwards. */
export const itemKinds = {
  user: { axis: 'people', descends: false },
  group: { axis: 'people', descends: false },
  branch: { axis: 'people', descends: true },
  course: { axis: 'courses', descends: false },
  category: { axis: 'courses', descends: true },
  plan: { axis: 'plans', descends: false },
  /** Brings the plans that it lists along with the courses. */
  catalog: { axis: 'courses', descends: false },
} as const satisfies Record<string, { axis: Axis; descends: boolean }>;
export type ItemKind = keyof typeof itemKinds;

/** One hand-picked item; `descendants` counts only for kinds that descend. */
export interface SelectionItem {
  readonly kind: ItemKind;
  /** The resource's own key, as the LMS knows it. */
  readonly key: string;
  readonly descendants: boolean;
}

/** One axis of a dataset. An axis that a dataset does not name is `none`. */
export interface Selection {
  readonly axis: Axis;
  readonly mode: SelectionMode;
  readonly items: readonly SelectionItem[];
}
