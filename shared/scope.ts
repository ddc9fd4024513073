/** The words of the scope algebra that the server, the oracle and the tests share: plain data, no behaviour. */

/** The two axes of a rectangle, and the plans that stand beside the courses which they bring. */
export const axes = ['people', 'courses', 'plans'] as const;
export type Axis = (typeof axes)[number];

/** `all` is a value of its own, never the absence of a filter; a `subset` without items is nothing. */
export const selectionModes = ['none', 'all', 'subset'] as const;
export type SelectionMode = (typeof selectionModes)[number];

/** What a specific item of a subset can be, the axis that it speaks about, and whether it reaches downwards. */
export const itemKinds = {
  user: { axis: 'people', descends: false },
  group: { axis: 'people', descends: false },
  branch: { axis: 'people', descends: true },
  course: { axis: 'courses', descends: false },
  category: { axis: 'courses', descends: true },
  plan: { axis: 'plans', descends: false },
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
