/** A whole academy as plain data: what the oracle reads, the loader writes, and a failing case prints. */
import type { Axis } from '../../shared/scope.ts';

export interface User {
  readonly key: string;
  readonly level: 'user' | 'power_user' | 'superadmin';
  readonly status: 'active' | 'inactive';
  /** The key of the one branch that the user sits in. */
  readonly branch: string | null;
}

export interface Group {
  readonly key: string;
  readonly members: readonly string[];
}

/** A branch or a category: one node of a tree. */
export interface Node {
  readonly key: string;
  readonly parent: string | null;
}

export interface Course {
  readonly key: string;
  readonly category: string | null;
}

export interface Plan {
  readonly key: string;
  readonly courses: readonly string[];
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

export interface Rule {
  readonly axis: Axis;
  readonly field: string;
  readonly operator: string;
  readonly value: string | null;
}

/** `modes` is any text for the same reason; an axis left out has no selection. */
export interface Dataset {
  readonly name: string;
  readonly owner: string | null;
  readonly modes: Readonly<Partial<Record<Axis, string>>>;
  readonly items: readonly Item[];
  readonly rules: readonly Rule[];
}

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
  /** Power user and profile. */
  readonly grants: readonly (readonly [string, string])[];
  readonly sites: readonly Site[];
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
