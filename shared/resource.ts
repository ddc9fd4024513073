/** What is assigned to power users beside people and courses: pages, menus of pages, and what the LMS has by name. */

/** Known by name alone, because the LMS has more of them than Ambit reports on. */
export const resourceKinds = ['location', 'channel', 'folder'] as const;
export type ResourceKind = (typeof resourceKinds)[number];

/** Pages are dashboards, menus are named sets of them. */
export const assignableKinds = ['page', 'menu', ...resourceKinds] as const;
export type AssignableKind = (typeof assignableKinds)[number];
