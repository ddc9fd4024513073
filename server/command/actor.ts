/** Who acts, and which kinds of actor may do what: the first question of every command. */
import type { PermissionId } from '../../shared/permission/catalogue.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { AuditOrigin } from '../data/audit-event.ts';

interface Named {
  /** Who, as the audit names them. */
  readonly name: string;
  /** As the audit names the person in whose place the actor stands, if any. */
  readonly onBehalfOf?: string;
  /** Where the actor came in. */
  readonly from?: AuditOrigin;
}

/** Runs the server, and is a superadmin; the name says through which door, e.g. `superadmin via CLI`. */
export interface Operator extends Named {
  readonly kind: 'operator';
}

/** Holds an administration token, by whose name and id they are known. */
export interface Superadmin extends Named {
  readonly kind: 'superadmin';
  readonly tokenId: string;
}

/** Acts on others within their own rights, through a site whose ceiling binds them here too. The name is the username. */
export interface ActingPowerUser extends Named {
  readonly kind: 'power_user';
  /** Our own id. */
  readonly powerUserId: number;
  /** The LMS's id. */
  readonly key: string;
  readonly siteId: string;
  /** The effective ones, worked out for this very request. */
  readonly permissions: ReadonlySet<PermissionId>;
}

export type Actor = Operator | Superadmin | ActingPowerUser;

const administrators = ['operator', 'superadmin'] as const;
/** On whom and what a power user may act is the command's own question: see authority.ts. */
const everybody = [...administrators, 'power_user'] as const;
/** What reads the machine's own files, tells a secret that opens doors, or looks at learning data as somebody else. */
const operators = ['operator'] as const;

/** Whatever leaves an audit row by that name, with the kinds of actor that may do it. */
const mayAct = {
  'power_user.promote': everybody,
  'power_user.demote': everybody,
  'profile.create': administrators,
  'profile.edit': administrators,
  'profile.remove': administrators,
  'profile.grant': everybody,
  'profile.revoke': everybody,
  'profile.pass_on': everybody,
  'profile.take_back': everybody,
  'dataset.create': administrators,
  'dataset.edit': administrators,
  'dataset.remove': administrators,
  'dataset.assign': administrators,
  'dataset.unassign': everybody,
  'dataset.cut': everybody,
  'menu.create': administrators,
  'menu.edit': administrators,
  'menu.remove': administrators,
  'resource.create': administrators,
  'resource.remove': administrators,
  'resource.assign': administrators,
  'resource.unassign': administrators,
  'content.unassign': administrators,
  'job.create': administrators,
  'site.create': administrators,
  'site.edit': administrators,
  'site.activate': administrators,
  'site.deactivate': administrators,
  'site.add_key': administrators,
  'site.revoke_key': administrators,
  'authority.import': administrators,
  'automation.create': administrators,
  'automation.edit': administrators,
  'automation.enable': administrators,
  'automation.disable': administrators,
  'automation.remove': administrators,
  'automation.settle': administrators,
  'setting.set': administrators,
  'user.edit': administrators,
  'user_field.edit': administrators,
  'group.create': administrators,
  'group.edit': administrators,
  'group.remove': administrators,
  'group.change_members': administrators,
  'branch.create': administrators,
  'branch.edit': administrators,
  'branch.remove': administrators,
  'category.create': administrators,
  'category.edit': administrators,
  'category.remove': administrators,
  'course.edit': administrators,
  'plan.edit': administrators,
  'catalog.create': administrators,
  'catalog.edit': administrators,
  'catalog.remove': administrators,
  'signing-keys.rotate': administrators,
  'admin_token.create': operators,
  'admin_token.revoke': operators,
  'bundle.import': operators,
  'token.mint': operators,
  'export.write': operators,
  'audit.export': administrators,
} as const satisfies Record<string, readonly Actor['kind'][]>;

export type Action = keyof typeof mayAct;

/** Refuses (`forbidden`) an actor who may not do this; no kind of actor is exempt from the question. */
export function authorize(actor: Actor, action: Action): void {
  const kinds: readonly string[] = mayAct[action];
  if (!kinds.includes(actor.kind) || actor.name.trim() === '') {
    throw new Refusal('forbidden', `This actor may not do ${action}`);
  }
}

/** As the audit names an actor; in whose place they act stands beside it. */
export const actorLabel = ({ kind, name }: Actor): string => `${kind}: ${name}`;
