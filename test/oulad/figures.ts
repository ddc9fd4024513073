/** The Open University's files counted a second time, by plain loops that share nothing with converter or product. */
import { readSource } from './source.ts';

/** What a supervisor should read of one registration. */
export interface Expected {
  readonly user: string;
  readonly course: string;
  readonly status: 'completed' | 'withdrawn';
  readonly passed: boolean | null;
  /** 0 to 100. */
  readonly progress: number;
  readonly score: number | null;
}

interface Mark {
  readonly weight: number;
  readonly score: number | null;
}

/** Every registration, with the region that the student last gave. */
export async function expectedRegistrations(
  folder: string,
): Promise<{ region: string; expected: Expected }[]> {
  const weights = new Map<string, { course: string; weight: number }>();
  const assessments = new Map<string, number>();
  for await (const row of readSource(folder, 'assessments')) {
    const course = `${row.code_module}-${row.code_presentation}`;
    weights.set(row.id_assessment, { course, weight: Number(row.weight) });
    assessments.set(course, (assessments.get(course) ?? 0) + 1);
  }
  const marks = new Map<string, Map<string, Mark>>();
  for await (const row of readSource(folder, 'studentAssessment')) {
    const { course = '', weight = 0 } = weights.get(row.id_assessment) ?? {};
    const pair = `${row.id_student} ${course}`;
    const score = row.score === '' ? null : Number(row.score);
    marks.set(pair, (marks.get(pair) ?? new Map()).set(row.id_assessment, { weight, score }));
  }
  const regions = new Map<string, string>();
  const found: Expected[] = [];
  for await (const row of readSource(folder, 'studentInfo')) {
    regions.set(row.id_student, row.region);
    const course = `${row.code_module}-${row.code_presentation}`;
    const handedIn = [...(marks.get(`${row.id_student} ${course}`)?.values() ?? [])];
    const among = assessments.get(course) ?? 0;
    const withdrawn = row.final_result === 'Withdrawn';
    found.push({
      user: row.id_student,
      course,
      status: withdrawn ? 'withdrawn' : 'completed',
      passed: withdrawn ? null : row.final_result !== 'Fail',
      progress: among === 0 ? 0 : (handedIn.length * 100) / among,
      score: weightedMean(handedIn),
    });
  }
  return found.map((expected) => ({ region: regions.get(expected.user) ?? '', expected }));
}

function weightedMean(marks: readonly Mark[]): number | null {
  const scored = marks.filter((mark) => mark.score !== null);
  if (scored.length === 0) return null;
  const heavy = scored.some(({ weight }) => weight > 0);
  let sum = 0;
  let weights = 0;
  for (const { weight, score } of scored) {
    sum += (score ?? 0) * (heavy ? weight : 1);
    weights += heavy ? weight : 1;
  }
  return sum / weights;
}
