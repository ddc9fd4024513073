/** Somebody of Fjordlys as a supervisor for as long as a case lasts, with one dataset of their own. */
import { sql } from 'drizzle-orm';
import { createDataset } from '../../server/command/create-dataset.ts';
import { demotePowerUser } from '../../server/command/demote-power-user.ts';
import { grantProfile } from '../../server/command/grant-profile.ts';
import { promotePowerUser } from '../../server/command/promote-power-user.ts';
import { allRows, openPage, type Page } from './portal.ts';
import type { Stage } from './stage.ts';

export interface Supervisor {
  readonly id: string;
  /** What they see now, by the LMS's ids; each is asked with the same token, whose rights have not moved. */
  learners(): Promise<string[]>;
  courses(): Promise<string[]>;
  readonly page: Page;
}

/** Learners of Fjordlys, by the LMS's ids. */
export const learnersOfFjordlys = async ({ database }: Stage): Promise<string[]> => {
  const [rows = []] = await database.read(
    sql`SELECT key FROM users WHERE key LIKE 'fjl-%' AND level = 'user' AND status = 'active' ORDER BY key`,
  );
  return rows.map(([key]) => String(key));
};

/** @param selections as `createDataset` takes them */
export async function withSupervisor(
  stage: Stage,
  selections: unknown,
  prove: (supervisor: Supervisor) => Promise<void>,
): Promise<void> {
  const occasion = {
    database: stage.database,
    actor: { kind: 'operator', name: 'test' } as const,
    nowSeconds: stage.clock.now,
  };
  const id = (await learnersOfFjordlys(stage)).at(-1) ?? '';
  const { username } = await promotePowerUser(occasion, { powerUser: id });
  try {
    await grantProfile(occasion, { powerUser: id, profiles: ['Supervisor: view and export'] });
    await createDataset(occasion, { name: `Of ${id}`, owner: id, selections });
    const page = await openPage(stage, { site: 'fjordlys', username, key: id, learner: id });
    const idsOf = async (report: string, column: string) => {
      const { rows } = await allRows(page, report, { columns: [column] });
      return rows.map((row) => String(row[column])).toSorted();
    };
    await prove({
      id,
      page,
      learners: () => idsOf('learners', 'user_id'),
      courses: () => idsOf('courses', 'course_id'),
    });
  } finally {
    await demotePowerUser(occasion, { powerUser: id });
  }
}
