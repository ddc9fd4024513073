/** The kinds of resources that are assigned by name, beside people, courses and what stands on the axes of datasets. */

/** One row a kind: its word, and the words for several. */
export const resourceFacts = {
  location: { word: 'location', words: 'locations' },
  channel: { word: 'channel', words: 'channels' },
  folder: { word: 'folder', words: 'folders' },
} as const;

export type ResourceKind = keyof typeof resourceFacts;
export const resourceKinds = Object.keys(resourceFacts) as [ResourceKind, ...ResourceKind[]];
