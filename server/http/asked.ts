/** The question in a query string: one parameter of JSON, so that its types are exact. */
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { type Question, questionSchema } from '../../shared/wire/report.ts';
import { placesOf } from './invalid.ts';

export const questionParameter = z
  .string()
  .max(12_000)
  .optional()
  .describe('JSON of a Question: filters, q, sort, columns')
  .meta({ example: '{"filters":[{"column":"status","op":"equals","value":"completed"}]}' });

/** @throws Refusal `bad-request` that names the member at fault */
export function readQuestion(text: string | undefined): Question {
  let value: unknown;
  try {
    value = text === undefined ? {} : JSON.parse(text);
  } catch {
    throw new Refusal('bad-request', 'The question is not JSON', {
      places: [{ field: 'question', message: 'not JSON' }],
    });
  }
  const parsed = questionSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refusal('bad-request', 'The question does not have the shape that it needs', {
    places: placesOf(parsed.error, 'question'),
  });
}
