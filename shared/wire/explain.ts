/** Explanations on the wire: why something is or isn't visible, what would have to change, and who sees a learner. */
import { z } from 'zod';

const verdictSchema = z
  .object({
    dataset: z.string(),
    in_force: z.enum(['yes', 'not yet', 'no longer']),
    learner: z.array(z.string()).nullable().describe('What brings the learner in; null: not asked'),
    course: z.array(z.string()).nullable().describe('What brings the course in; null: not asked'),
    dead_rules: z.array(z.string()).describe('Rules that match nobody, and why'),
    covers: z.boolean(),
    cut_from: z
      .array(
        z.object({
          dataset: z.string(),
          holder: z.string(),
          held: z.boolean(),
          reaches: z.boolean().nullable().describe('Null where the chain is broken'),
        }),
      )
      .describe('The datasets that it was cut out of, nearest first'),
  })
  .meta({ id: 'DatasetVerdict' });

export const explanationSchema = z
  .object({
    visible: z.boolean(),
    because: z.string().describe('One sentence that names what decides'),
    change: z.array(z.string()).describe('What would have to change, all of it'),
    datasets: z.array(verdictSchema).optional().describe('Of learners and courses'),
    ceiling: verdictSchema.optional().describe('Of learners and courses'),
    profiles: z.array(z.string()).optional().describe('Of permissions: the profiles that give it'),
    lacks: z.array(z.string()).optional().describe('Permissions that are not in force'),
  })
  .meta({ id: 'Explanation' });
export type ExplanationWire = z.infer<typeof explanationSchema>;

export const sightSchema = z
  .object({
    power_user: z.string().describe("The LMS's id"),
    username: z.string(),
    site: z.string(),
    reports: z.boolean().describe('Whether a profile gives reports.view'),
    through: z.array(
      z.object({
        dataset: z.string(),
        learner: z.array(z.string()),
        course: z.array(z.string()).nullable(),
      }),
    ),
  })
  .meta({ id: 'Sight' });
export type SightWire = z.infer<typeof sightSchema>;
