/** Changes the server's signing keys; `server/token` does it in one guarded batch with its own audit row. */
import { z } from 'zod';
import { type KeyIds, rotateSigningKeys } from '../token/key-rotation.ts';
import type { Settings } from '../token/settings.ts';
import { actorLabel, authorize } from './actor.ts';
import type { Occasion } from './change.ts';
import { parse } from './parse.ts';

const inputSchema = z.strictObject({ compromised: z.boolean().default(false) });

/**
 * @param input `{ compromised?: whether every key must go at once, without grace }`
 * @throws Refusal `conflict` when another rotation was quicker.
 */
export async function rotateKeys(
  { database, actor, nowSeconds }: Occasion,
  settings: Settings,
  input: unknown,
): Promise<KeyIds> {
  authorize(actor, 'signing-keys.rotate');
  const { compromised } = parse(inputSchema, input);
  return rotateSigningKeys(database, settings, {
    actor: actorLabel(actor),
    actorKind: actor.kind,
    onBehalfOf: actor.onBehalfOf,
    from: actor.from,
    nowSeconds,
    compromised,
  });
}
