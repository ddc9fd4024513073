/** What would have to change for something hidden to be seen: the fewest steps, each for somebody to take or to leave. */
import type { PermissionId } from '../../shared/permission/catalogue.ts';
import type { Admission } from './admission.ts';
import type { DatasetVerdict } from './explain.ts';

export type Remedy =
  | { readonly kind: 'promote' | 'activate_account' | 'extend_account' | 'activate_site' }
  | { readonly kind: 'hold_dataset' }
  | { readonly kind: 'make_valid'; readonly dataset: string }
  | {
      /** Whoever passed a dataset on holds what it was cut out of again; or this reaches what is asked about. */
      readonly kind: 'hold_source' | 'widen_source';
      readonly dataset: string;
      readonly holder: string;
    }
  | {
      /** Of the axis that was asked about the very thing; of the other one anything at all. */
      readonly kind: 'add';
      readonly dataset: string;
      readonly axis: 'people' | 'courses';
      readonly asked: boolean;
    }
  | {
      readonly kind: 'share';
      readonly dataset: string;
      readonly ceiling: string;
      readonly axis: 'people' | 'courses';
    }
  | {
      readonly kind: 'grant';
      readonly permission: PermissionId;
      /** What it rests on and nothing gives yet. */
      readonly along: readonly PermissionId[];
      /** That are there and would do, each by itself. */
      readonly profiles: readonly string[];
    };

export interface Asked {
  readonly learner: string | undefined;
  readonly course: string | undefined;
}

/** All of these together, in this order. */
export function remediesFor(
  admission: Admission,
  datasets: readonly DatasetVerdict[],
  ceiling: DatasetVerdict,
  asked: Asked,
): Remedy[] {
  const steps: Remedy[] = [];
  const ways = datasets.map((dataset) => ({ dataset, lacks: lacking(dataset, asked) }));
  const [nearest] = ways.toSorted((one, other) => one.lacks.length - other.lacks.length);
  steps.push(...(nearest?.lacks ?? [{ kind: 'hold_dataset' } as const]));
  steps.push(...lacking(ceiling, asked));
  // Both reach something, and not the same: what is asked about is seen beside something of the other axis alone.
  const admitted = admissionRemedies(admission).length === 0;
  if (admitted && steps.length === 0 && nearest !== undefined) {
    const axis = asked.learner === undefined ? 'people' : 'courses';
    const { dataset } = nearest.dataset;
    steps.push({ kind: 'share', dataset, ceiling: ceiling.dataset, axis });
  }
  return [...admissionRemedies(admission), ...steps];
}

export function admissionRemedies({ level, status, ended, siteActive }: Admission): Remedy[] {
  const steps: Remedy[] = [];
  if (level !== 'power_user') steps.push({ kind: 'promote' });
  if (status !== 'active') steps.push({ kind: 'activate_account' });
  if (ended) steps.push({ kind: 'extend_account' });
  if (!siteActive) steps.push({ kind: 'activate_site' });
  return steps;
}

function lacking(verdict: DatasetVerdict, asked: Asked): Remedy[] {
  const { dataset, learner, course, inForce, inhabited, above } = verdict;
  // A ring, or what was cut out of nothing, is mended by nobody: another dataset is needed.
  if (above && !(above.ends && above.links.every(({ there }) => there))) {
    return [{ kind: 'hold_dataset' }];
  }
  const steps: Remedy[] = (above?.links ?? []).flatMap((link): Remedy[] => {
    const { dataset: source, holder } = link;
    if (!link.held) return [{ kind: 'hold_source', dataset: source, holder }];
    return link.reaches === false ? [{ kind: 'widen_source', dataset: source, holder }] : [];
  });
  if (inForce !== 'yes') steps.push({ kind: 'make_valid', dataset });
  if (learner?.length === 0) steps.push({ kind: 'add', dataset, axis: 'people', asked: true });
  if (course?.length === 0) steps.push({ kind: 'add', dataset, axis: 'courses', asked: true });
  if (!inhabited) {
    const axis = asked.learner === undefined ? 'people' : 'courses';
    steps.push({ kind: 'add', dataset, axis, asked: false });
  }
  return steps;
}

const anything = { people: 'somebody', courses: 'a course' } as const;

/** As people read it. */
export function tellRemedy(remedy: Remedy, { learner, course }: Asked): string {
  switch (remedy.kind) {
    case 'promote':
      return 'promote the viewer to power user';
    case 'activate_account':
      return "activate the viewer's account";
    case 'extend_account':
      return "extend the viewer's account, whose time is over";
    case 'activate_site':
      return 'activate the site';
    case 'hold_dataset':
      return `assign the viewer a dataset with ${[learner ?? anything.people, course ?? anything.courses].join(' and ')}`;
    case 'make_valid':
      return `make dataset "${remedy.dataset}" valid now`;
    case 'hold_source':
      return `let ${remedy.holder} hold dataset "${remedy.dataset}" again, as an active power user`;
    case 'widen_source': {
      const what = [learner, course].filter((one) => one !== undefined).join(' and ');
      return `add ${what} to dataset "${remedy.dataset}" of ${remedy.holder}`;
    }
    case 'add': {
      const named = remedy.axis === 'people' ? learner : course;
      const what = (remedy.asked && named) || anything[remedy.axis];
      return `add ${what} to the ${remedy.axis} of dataset "${remedy.dataset}"`;
    }
    case 'share':
      return `give dataset "${remedy.dataset}" and the ceiling "${remedy.ceiling}" ${anything[remedy.axis]} in common`;
    case 'grant': {
      const gives = [remedy.permission, ...remedy.along].join(' with ');
      const names = remedy.profiles.map((name) => `"${name}"`).join(' or ');
      return `grant a profile that gives ${gives}${names && `: ${names}`}`;
    }
    default:
      return remedy satisfies never;
  }
}
