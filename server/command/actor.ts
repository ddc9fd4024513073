/** Who acts, and which kinds of actor may do what: the first question of every command. */
import { Refusal } from '../../shared/refusal.ts';

/** An operator runs the server and is a superadmin; the name says through which door, e.g. `superadmin via CLI`. */
export interface Actor {
  readonly kind: 'operator';
  readonly name: string;
}

/** Whatever leaves an audit row by that name, with the kinds of actor that may do it. */
const mayAct = {
  'power_user.promote': ['operator'],
  'power_user.demote': ['operator'],
  'profile.create': ['operator'],
  'profile.edit': ['operator'],
  'profile.remove': ['operator'],
  'profile.grant': ['operator'],
  'profile.revoke': ['operator'],
  'dataset.create': ['operator'],
  'dataset.edit': ['operator'],
  'dataset.remove': ['operator'],
  'dataset.assign': ['operator'],
  'dataset.unassign': ['operator'],
  'site.create': ['operator'],
  'site.edit': ['operator'],
  'site.activate': ['operator'],
  'site.deactivate': ['operator'],
  'site.add_key': ['operator'],
  'site.revoke_key': ['operator'],
  'signing-keys.rotate': ['operator'],
  'bundle.import': ['operator'],
  'token.mint': ['operator'],
  'export.write': ['operator'],
} as const satisfies Record<string, readonly Actor['kind'][]>;

export type Action = keyof typeof mayAct;

/** Refuses (`forbidden`) an actor who may not do this; no kind of actor is exempt from the question. */
export function authorize(actor: Actor, action: Action): void {
  const kinds: readonly string[] = mayAct[action];
  if (!kinds.includes(actor.kind) || actor.name.trim() === '') {
    throw new Refusal('forbidden', `This actor may not do ${action}`);
  }
}

/** As the audit names an actor. */
export const actorLabel = ({ kind, name }: Actor): string => `${kind}: ${name}`;
