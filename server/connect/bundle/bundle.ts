/** A bundle as it stands in the staging tables: which kinds it brings, and which of them in full. */
import type { Kind, KindName } from './column.ts';
import type { StagedKind } from './staging.ts';

export interface Bundle {
  /** In the order of `kinds`, so that what is referred to comes first. */
  readonly staged: readonly StagedKind[];
  /** Files are full: rows that they lack are deleted. */
  readonly replace: boolean;
  /** Kinds whose file could not be read to its end: nothing is said about references to them. */
  readonly broken: ReadonlySet<KindName>;
}

export const isStaged = ({ staged }: Bundle, name: KindName): boolean =>
  staged.some(({ kind }) => kind.name === name);

/** Values of additional fields are never replaced as a whole: a file speaks only for the fields in its header. */
export const isReplaced = (bundle: Bundle, { name, within }: Kind): boolean =>
  bundle.replace && within === undefined && isStaged(bundle, name);
