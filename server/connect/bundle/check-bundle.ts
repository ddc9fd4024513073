/** Every check of staged rows that looks beyond the row, and what the merge would change. */
import type { Bundle } from './bundle.ts';
import type { KindName } from './column.ts';
import { type Comparison, compareKind } from './compare.ts';
import type { Desk } from './desk.ts';
import { findDuplicates } from './duplicates.ts';
import { fillDerived } from './fill-derived.ts';
import type { Findings } from './finding.ts';
import type { Changes } from './merge.ts';
import { findCycles } from './tree.ts';
import { countVanishing } from './vanishing.ts';

export interface CheckOptions {
  readonly allowReassign: boolean;
  readonly allowMassDelete: boolean;
  readonly signal: AbortSignal | undefined;
  onCheck(name: KindName): void;
}

export async function checkBundle(
  desk: Desk,
  bundle: Bundle,
  options: CheckOptions,
  findings: Findings,
): Promise<Changes> {
  const compared = new Map<KindName, Comparison>();
  for (const staged of bundle.staged) {
    options.signal?.throwIfAborted();
    options.onCheck(staged.kind.name);
    // Also says to others that this import is alive, since the checks write nothing else.
    await desk.write([]);
    await fillDerived(desk, staged);
    await findDuplicates(desk, staged, findings);
    await findCycles(desk, staged, bundle, findings);
    compared.set(staged.kind.name, await compareKind(desk, staged, bundle, options, findings));
  }
  return { compared, vanishing: await countVanishing(desk, bundle, options, findings) };
}
