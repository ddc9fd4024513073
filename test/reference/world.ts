/** A whole academy as plain data: what the oracle reads, the loader writes, and a failing case prints. */
import type { Axis } from '../../shared/scope.ts';

export interface User {
  readonly key: string;
  readonly level: 'user' | 'power_user' | 'superadmin';
  readonly status: 'active' | 'inactive';
  /** The key of the one branch that the user sits in. */
  readonly branch: string | null;
  /** A power user only because of automations. */
  readonly promoted?: boolean;
  /** What rules ask about. Left out, username and first name are the key, and the rest is empty. */
  readonly username?: string;
  readonly email?: string | null;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly manager?: string | null;
  /** Unix seconds. */
  readonly createdAt?: number | null;
  readonly lastAccess?: number | null;
  /** Unix seconds at which the account ends; null or left out, never. */
  readonly expires?: number | null;
  /** Values of additional fields by key. */
  readonly fields?: Readonly<Record<string, string>>;
}

export interface Group {
  readonly key: string;
  readonly members: readonly string[];
}

/** A branch or a category: one node of a tree. */
export interface Node {
  readonly key: string;
  readonly parent: string | null;
  /** Left out, it is the key. */
  readonly name?: string;
}

export interface Course {
  readonly key: string;
  readonly category: string | null;
  /** Left out, the name is the key, and the rest what the table has by itself. */
  readonly name?: string;
  readonly code?: string | null;
  readonly type?: 'elearning' | 'classroom' | 'webinar';
  readonly status?: 'published' | 'under_maintenance' | 'unpublished';
  readonly createdAt?: number | null;
  /** Seconds. */
  readonly duration?: number | null;
}

export interface Plan {
  readonly key: string;
  readonly courses: readonly string[];
}

/** `audience` counts where the visibility is `restricted`: users, groups, and branches with or without those below. */
export interface Catalog {
  readonly key: string;
  readonly visibility: 'everyone' | 'restricted' | 'hidden';
  readonly courses: readonly string[];
  readonly plans: readonly string[];
  readonly audience: readonly Item[];
}

/** For a course or for a plan: one of the two is set. */
export interface Certificate {
  readonly key: string;
  readonly user: string;
  readonly course: string | null;
  readonly plan: string | null;
}

/** `kind` is any text, because a database may hold kinds of a later version. */
export interface Item {
  readonly kind: string;
  readonly key: string;
  readonly descendants: boolean;
}

/** All rules of an axis have the same `match`, and all of a group (but 0) the same `groupMatch`; left out, `all`. */
export interface Rule {
  readonly axis: Axis;
  readonly field: string;
  readonly operator: string;
  readonly value: string | null;
  readonly match?: string;
  readonly group?: number;
  readonly groupMatch?: string;
}

/** `modes` is any text for the same reason; an axis left out has no selection. */
export interface Dataset {
  readonly name: string;
  readonly owner: string | null;
  readonly modes: Readonly<Partial<Record<Axis, string>>>;
  readonly items: readonly Item[];
  readonly rules: readonly Rule[];
  /** Set for one that a power user cut out of theirs: its name, and who did. Left out or null, a superadmin's own. */
  readonly cutFrom?: string | null;
  readonly madeBy?: string | null;
}

/** Power user, profile, and the power user who gave it; left out or null, a superadmin did. */
export type Gift = readonly [powerUser: string, profile: string, giver?: string | null];

/** Unix seconds: from is inclusive, until exclusive, null is open. */
export interface Assignment {
  readonly powerUser: string;
  readonly dataset: string;
  readonly from: number | null;
  readonly until: number | null;
}

export interface Profile {
  readonly name: string;
  readonly permissions: readonly string[];
}

/** Its rules are about people, whatever axis they name. Those of a world give in their order. */
export interface Automation {
  readonly name: string;
  readonly enabled: boolean;
  readonly profile: string;
  readonly datasets: readonly string[];
  readonly rules: readonly Rule[];
}

/** What one automation has given to one user. */
export interface AutomaticGift {
  readonly user: string;
  readonly profile: string;
  readonly datasets: readonly string[];
}

/** `ceiling` names a dataset, which may be missing. */
export interface Site {
  readonly id: string;
  readonly active: boolean;
  readonly ceiling: string;
}

export interface World {
  readonly users: readonly User[];
  readonly groups: readonly Group[];
  readonly branches: readonly Node[];
  readonly categories: readonly Node[];
  readonly courses: readonly Course[];
  readonly plans: readonly Plan[];
  /** User and course. */
  readonly enrollments: readonly (readonly [string, string])[];
  /** User and plan. */
  readonly planEnrollments: readonly (readonly [string, string])[];
  readonly certificates: readonly Certificate[];
  readonly datasets: readonly Dataset[];
  readonly assignments: readonly Assignment[];
  readonly profiles: readonly Profile[];
  readonly grants: readonly Gift[];
  /** Profiles held to pass on, which give no rights themselves. */
  readonly profileResources?: readonly Gift[];
  readonly sites: readonly Site[];
  /** Keys of the additional fields that there are. */
  readonly userFields?: readonly string[];
  readonly catalogs?: readonly Catalog[];
  readonly automations?: readonly Automation[];
  /** As the last settlement left them. */
  readonly gifts?: readonly AutomaticGift[];
}

/** Nothing at all; a test spreads it and adds what it is about. */
export const emptyWorld: World = {
  users: [],
  groups: [],
  branches: [],
  categories: [],
  courses: [],
  plans: [],
  enrollments: [],
  planEnrollments: [],
  certificates: [],
  datasets: [],
  assignments: [],
  profiles: [],
  grants: [],
  sites: [],
};
