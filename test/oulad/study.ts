/** What a student's results in one course come to: progress, score, first and last day. */

export interface Assessment {
  readonly courseId: string;
  readonly weight: number;
}

export interface Submission {
  readonly assessmentId: string;
  /** Days from the start of the course. */
  readonly day: number;
  /** Carried over from an earlier presentation: its day is not a day of study. */
  readonly banked: boolean;
  readonly score: number | null;
}

export interface Study {
  /** Share of the course's assessments that were submitted, from 0 to 100. */
  readonly progress: number;
  /** Weighted mean of the scores; their plain mean where all weights are zero. Null without any. */
  readonly score: number | null;
  readonly firstDay: number | null;
  readonly lastDay: number | null;
}

/** @param assessments those of the course, by id. */
export function studyOf(
  assessments: ReadonlyMap<string, Assessment>,
  submissions: readonly Submission[],
): Study {
  const days = submissions.filter(({ banked }) => !banked).map(({ day }) => day);
  const submitted = new Set(submissions.map(({ assessmentId }) => assessmentId));
  return {
    progress: assessments.size === 0 ? 0 : (100 * submitted.size) / assessments.size,
    score: meanScore(assessments, submissions),
    firstDay: days.length > 0 ? Math.min(...days) : null,
    lastDay: days.length > 0 ? Math.max(...days) : null,
  };
}

function meanScore(
  assessments: ReadonlyMap<string, Assessment>,
  submissions: readonly Submission[],
): number | null {
  const scored = submissions.flatMap(({ assessmentId, score }) =>
    score === null ? [] : [{ score, weight: assessments.get(assessmentId)?.weight ?? 0 }],
  );
  if (scored.length === 0) return null;
  const weights = scored.reduce((sum, { weight }) => sum + weight, 0);
  if (weights === 0) return scored.reduce((sum, { score }) => sum + score, 0) / scored.length;
  return scored.reduce((sum, { score, weight }) => sum + score * weight, 0) / weights;
}
