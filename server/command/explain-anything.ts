/** Answers one question of an explanation, whatever it is about, in the words of the wire. */
import { Refusal } from '../../shared/refusal.ts';
import type { ExplanationWire, SightWire } from '../../shared/wire/explain.ts';
import type { Database } from '../data/database.ts';
import { explainColumn } from '../report/explain-column.ts';
import type { Door } from '../scope/admission.ts';
import { type DatasetVerdict, explain } from '../scope/explain.ts';
import { explainPermission } from '../scope/explain-permission.ts';
import { type SightRequest, whoSees } from '../scope/who-sees.ts';

export interface Question extends Door {
  readonly learner?: string | undefined;
  readonly course?: string | undefined;
  readonly permission?: string | undefined;
  readonly report?: string | undefined;
  readonly column?: string | undefined;
}

/** @throws Refusal `bad-request` for no question or two at once; `not-found` that names what there is not */
export async function explainAnything(
  database: Database,
  question: Question,
): Promise<ExplanationWire> {
  const { learner, course, permission, report, column, ...door } = question;
  const about = [learner ?? course, permission, report ?? column].filter(
    (one) => one !== undefined,
  );
  if (about.length !== 1) {
    const told = 'Name a learner, a course or both; or a permission; or a report with its column';
    throw new Refusal('bad-request', told);
  }
  if (permission !== undefined) {
    const told = await explainPermission(database, { ...door, permission });
    const { held: visible, because, change, profiles, lacks } = told;
    return { visible, because, ...copied({ change, profiles, lacks }) };
  }
  if (report !== undefined && column !== undefined) {
    const told = await explainColumn(database, { ...door, report, column });
    const { visible, because, change, lacks } = told;
    return { visible, because, ...copied({ change, lacks }) };
  }
  if (report !== undefined || column !== undefined) {
    throw new Refusal('bad-request', 'A column is asked about with its report');
  }
  const told = await explain(database, { ...door, learner, course });
  const { visible, because, change, datasets, ceiling } = told;
  const verdicts = { datasets: datasets.map(verdictWire), ceiling: verdictWire(ceiling) };
  return { visible, because, ...copied({ change }), ...verdicts };
}

const copied = <T extends Record<string, readonly string[]>>(lists: T) =>
  Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, [...list]])) as {
    [Name in keyof T]: string[];
  };

const verdictWire = (verdict: DatasetVerdict) => ({
  dataset: verdict.dataset,
  in_force: verdict.inForce,
  learner: verdict.learner && [...verdict.learner],
  course: verdict.course && [...verdict.course],
  dead_rules: [...verdict.deadRules],
  covers: verdict.covers,
  cut_from: (verdict.above?.links ?? []).map(({ dataset, holder, held, reaches }) => ({
    ...{ dataset, holder, held, reaches },
  })),
});

/** @throws Refusal `not-found` that names the learner or the course */
export async function tellWhoSees(database: Database, request: SightRequest): Promise<SightWire[]> {
  const sights = await whoSees(database, request);
  return sights.map(({ powerUser, username, site, reports, through }) => ({
    ...{ power_user: powerUser, username, site, reports },
    through: through.map(({ dataset, learner, course }) => ({
      ...{ dataset, learner: [...learner], course: course && [...course] },
    })),
  }));
}
