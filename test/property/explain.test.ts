/** An explanation never contradicts the oracle: not about what is visible, nor about the dataset that decides. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { type Explanation, explain } from '../../server/scope/explain.ts';
import { type Asker, visible } from '../reference/oracle.ts';
import type { World } from '../reference/world.ts';
import { loadWorld } from '../world/load.ts';
import { openMemory } from '../world/open.ts';
import { type Random, seededRandom } from '../world/random.ts';
import { caseOf } from './differential.ts';

const worlds = 60;
const seed = Number(process.env.AMBIT_SEED ?? Date.now() % 1_000_000_000);

interface Question {
  readonly asker: Asker;
  readonly learner?: string;
  readonly course?: string;
}

/** A pair, a learner alone or a course alone, among those that can be asked about. */
function ask(random: Random, world: World, askers: readonly Asker[]): Question {
  const asker = random.pick(askers);
  const learner = random.pick(world.users).key;
  const course = world.courses.length > 0 ? random.pick(world.courses).key : undefined;
  if (course === undefined || random.chance(0.25)) return { asker, learner };
  return random.chance(0.3) ? { asker, course } : { asker, learner, course };
}

function isVisible(world: World, { asker, learner, course }: Question): boolean {
  const { pairs, learners, courses } = visible(world, asker);
  if (learner === undefined) return courses.some((key) => key === course);
  if (course === undefined) return learners.includes(learner);
  return pairs.some(([one, other]) => one === learner && other === course);
}

/** The world in which the asker holds one of their datasets alone; others keep what they pass on. */
const holdingOnly = (world: World, holder: string, name: string): World => ({
  ...world,
  assignments: world.assignments.filter(
    ({ powerUser, dataset }) => powerUser !== holder || dataset === name,
  ),
});

/** The dataset that the sentence names. */
const named = ({ because }: Explanation) => /Dataset "([^"]*)"/.exec(because)?.[1] ?? '';

describe(`explanations in ${worlds} worlds from seed ${seed}`, () => {
  let database: Database;
  beforeAll(async () => {
    database = await openMemory();
  });
  afterAll(() => database.close());

  it('say of a learner, a course and the pair what the oracle says, and name the dataset that shows it', async () => {
    let shown = 0;
    let hidden = 0;
    for (let index = 0; index < worlds; index += 1) {
      const { world, askers } = caseOf(seed + index);
      const random = seededRandom(seed + index);
      await loadWorld(database, world);
      // Of somebody or a site that is not there, or a site without a ceiling, an explanation is refused.
      const known = askers.filter(
        ({ powerUser, site }) =>
          world.users.some(({ key }) => key === powerUser) &&
          world.sites.some(({ id, ceiling }) => id === site && ceiling !== 'missing'),
      );
      for (let count = 0; known.length > 0 && count < 8; count += 1) {
        const question = ask(random, world, known);
        const { asker, ...about } = question;
        const { powerUser, site: siteId, now: nowSeconds } = asker;
        const told = await explain(database, { powerUser, siteId, nowSeconds, ...about });
        const message = JSON.stringify({ seed: seed + index, question, told });
        expect(told.visible, message).toBe(isVisible(world, question));
        if (told.visible) {
          shown += 1;
          expect(isVisible(holdingOnly(world, powerUser, named(told)), question), message).toBe(
            true,
          );
        } else {
          hidden += 1;
          expect(told.because, message).not.toMatch(/covers it through/);
        }
      }
    }
    expect(shown).toBeGreaterThan(20);
    expect(hidden).toBeGreaterThan(20);
  }, 120_000);
});
