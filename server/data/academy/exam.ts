/** The test at the end of a course: points from 0 to 100, and whether they are enough. */
import type { Random } from './random.ts';

const passMark = 70;

export interface ExamResult {
  readonly initialScore: number;
  readonly score: number;
  readonly passed: boolean;
}

/** Points of a first attempt and of the last one; a fail is mostly made good. */
export function takeExam(random: Random, diligence: number): ExamResult {
  const attempt = (mean: number): number =>
    Math.min(100, Math.round(mean + (random.unit() + random.unit() - 1) * 26));
  const initialScore = attempt(74 + diligence * 16);
  if (initialScore >= passMark) return { initialScore, score: initialScore, passed: true };
  const second = random.chance(0.85) ? Math.max(passMark, attempt(82)) : attempt(60);
  const score = Math.max(initialScore, second);
  return { initialScore, score, passed: score >= passMark };
}
