/** Keeps the last few results of slow work, such as an imported key, for as long as their owner lives. */

/**
 * `text` must hold everything that the result depends on beside the owner: then a kept result is never stale.
 * A failure is not kept. The oldest of an owner's entries makes room for a new one, so nobody can fill the memory.
 */
export function remembering<T>(
  limit: number,
): (owner: object, text: string, make: () => Promise<T>) => Promise<T> {
  const owners = new WeakMap<object, Map<string, Promise<T>>>();
  return (owner, text, make) => {
    const kept = owners.get(owner) ?? new Map<string, Promise<T>>();
    owners.set(owner, kept);
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = make();
    kept.set(text, made);
    made.catch(() => kept.delete(text));
    const [oldest] = kept.keys();
    if (kept.size > limit && oldest !== undefined) kept.delete(oldest);
    return made;
  };
}
