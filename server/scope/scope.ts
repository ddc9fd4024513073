/** What a power user may see through a site at one moment: permissions, and rectangles people × courses. */
import type { PermissionId } from '../../shared/permission/catalogue.ts';
import type { Axis, SelectionMode } from '../../shared/scope.ts';
import type { BoundGroup } from './bind-rule.ts';

/** A dataset as the compiler needs it: its id, how each axis selects, and its rules. The items stay in their tables. */
export interface Selected {
  readonly datasetId: number;
  /** To whom its placeholders are bound, and whose team and visible catalogs are meant. Nobody has the id 0. */
  readonly holderId: number;
  readonly name: string;
  readonly modes: Readonly<Record<Axis, SelectionMode>>;
  /**
   * The kinds of items that it has, each with the one item's id, or null for several. What is left out was not looked
   * up, and may have any.
   */
  readonly items?: Readonly<Record<string, number | null>>;
  /** Beside the items of a subset, bound to the holder; an axis that is left out has no rules that match. */
  readonly rules?: Readonly<Partial<Record<Axis, BoundGroup>>>;
}

/** What a power user holds who passed a part of it on. */
export type Link = Selected;

export interface Rectangle extends Selected {
  /** What it was cut out of, and what that was, up to a superadmin's own: it shows nothing that one of them lacks. */
  readonly above?: readonly Link[];
  /** Unix seconds, exclusive; null is open. */
  readonly validUntil: number | null;
}

/** The state that an answer was made from: equal versions and an equal digest mean an equal answer. */
export interface Versions {
  readonly membership: number;
  readonly progress: number;
}

/** On whom and on what: all that SQL is compiled from. */
export interface Extent {
  /** Valid datasets. They never combine: what is seen is the union of their rectangles. */
  readonly rectangles: readonly Rectangle[];
  /** The site's dataset, which every rectangle is cut down to. */
  readonly ceiling: Rectangle;
}

export interface Scope extends Extent {
  readonly powerUserId: number;
  readonly siteId: string;
  readonly permissions: ReadonlySet<PermissionId>;
  readonly versions: Versions;
  /** The power user's own count of changes of their rights. */
  readonly epoch: number;
  /** Unix seconds, exclusive: until then time alone changes nothing in it; null is for ever. */
  readonly standsUntil: number | null;
  /** Automations have to be settled: what they give is left out here. */
  readonly behind: boolean;
  /** Names this scope's definition: lower-case hexadecimal SHA-256. */
  readonly digest: string;
}

/**
 * How many datasets one power user may hold: each has a bit of a 64-bit integer that stays positive.
 * `server/command` refuses more; resolving more would fail rather than drop one.
 */
export const maxDatasetsPerPowerUser = 60;

/** Datasets and those that they were cut out of, each once for each holder, share the same 60 bits. */
export const maxLinks = 60;
