/** An explanation never contradicts the oracle: what is visible, which dataset decides, what would have to change, who sees whom. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { type Explanation, explain } from '../../server/scope/explain.ts';
import { explainPermission } from '../../server/scope/explain-permission.ts';
import { whoSees } from '../../server/scope/who-sees.ts';
import { catalogue } from '../../shared/permission/catalogue.ts';
import { settled } from '../reference/automations.ts';
import { type Asker, permissions } from '../reference/oracle.ts';
import type { World } from '../reference/world.ts';
import { openMemory } from '../world/open.ts';
import { seededRandom } from '../world/random.ts';
import { ask, heed, isVisible } from './ask-explain.ts';
import { caseOf, placed } from './differential.ts';

const worlds = 60;
const seed = Number(process.env.AMBIT_SEED ?? Date.now() % 1_000_000_000);

/** The world in which the asker holds one of their datasets alone, and what it was cut out of; others keep theirs. */
function holdingOnly(world: World, holder: string, name: string): World {
  const kept = new Set([name]);
  for (const one of kept) {
    const source = world.datasets.find((dataset) => dataset.name === one)?.cutFrom;
    if (source) kept.add(source);
  }
  const assignments = world.assignments.filter(
    ({ powerUser, dataset }) => powerUser !== holder || kept.has(dataset),
  );
  return { ...world, assignments };
}

/** The dataset that the sentence names. */
const named = ({ because }: Explanation) => /Dataset "([^"]*)"/.exec(because)?.[1] ?? '';

/** Of somebody or a site that is not there, or a site without a ceiling, an explanation is refused. */
const knownIn = (world: World, askers: readonly Asker[]): Asker[] =>
  askers.filter(
    ({ powerUser, site }) =>
      world.users.some(({ key }) => key === powerUser) &&
      world.sites.some(
        ({ id, ceiling }) =>
          id === site &&
          world.datasets.some(
            ({ name, cutFrom, madeBy }) => name === ceiling && !cutFrom && !madeBy,
          ),
      ),
  );

const usernameOf = (world: World, key: string): string =>
  world.users.find((user) => user.key === key)?.username ?? key;

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
      const { world: drawn, askers } = caseOf(seed + index);
      const random = seededRandom(seed + index);
      const world = await placed(database, drawn);
      const known = knownIn(world, askers);
      for (let count = 0; known.length > 0 && count < 8; count += 1) {
        const question = ask(random, world, known);
        const { asker, ...about } = question;
        const { site: siteId, now: nowSeconds } = asker;
        const powerUser = usernameOf(world, asker.powerUser);
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

  it('advise what makes the hidden visible: of a pair at once, of a learner or a course when asked again', async () => {
    const kinds = new Map<string, number>();
    for (let index = 0; index < worlds; index += 1) {
      const { world, askers } = caseOf(seed + index);
      const random = seededRandom(seed + index);
      const known = knownIn(world, askers);
      for (let count = 0; known.length > 0 && world.courses.length > 0 && count < 3; count += 1) {
        const question = ask(random, world, known);
        const { asker, ...about } = question;
        const { site: siteId, now: nowSeconds } = asker;
        const powerUser = usernameOf(world, asker.powerUser);
        const isPair = about.learner !== undefined && about.course !== undefined;
        // A broken chain says nothing of what stands above it, and of one axis alone it can't say what pairs up.
        const cut = world.datasets.some(({ cutFrom, madeBy }) => cutFrom || madeBy);
        if (cut && !isPair) continue;
        const rounds = cut ? 4 : isPair ? 1 : 2;
        const advice: unknown[] = [];
        let present = world;
        for (let round = 0; round < rounds; round += 1) {
          present = await placed(database, present);
          const told = await explain(database, { powerUser, siteId, nowSeconds, ...about });
          advice.push(told);
          expect(told.change).toHaveLength(told.remedies.length);
          for (const remedy of told.remedies) {
            present = heed(present, remedy, question);
            kinds.set(remedy.kind, (kinds.get(remedy.kind) ?? 0) + 1);
          }
        }
        const message = JSON.stringify({ seed: seed + index, question, advice });
        const after = present.automations ? settled(present) : present;
        expect(isVisible(after, question), message).toBe(true);
        expect(permissions(after, asker).has('reports.view'), message).toBe(true);
      }
    }
    for (const kind of ['add', 'grant']) {
      expect(kinds.get(kind) ?? 0, kind).toBeGreaterThan(0);
    }
  }, 120_000);

  it('PU-036 say of a permission whether it is in force, which profile gives it, and what would', async () => {
    let held = 0;
    let lacking = 0;
    for (let index = 0; index < worlds; index += 1) {
      const { world: drawn, askers } = caseOf(seed + index);
      const random = seededRandom(seed + index);
      const world = await placed(database, drawn);
      const known = knownIn(world, askers);
      for (let count = 0; known.length > 0 && count < 6; count += 1) {
        const asker = random.pick(known);
        const right = permissions(world, asker);
        const permission = random.pick(
          random.chance(0.5) && right.size > 0 ? [...right] : catalogue.map(({ id }): string => id),
        );
        const { site: siteId, now: nowSeconds } = asker;
        const powerUser = usernameOf(world, asker.powerUser);
        const told = await explainPermission(database, {
          ...{ powerUser, siteId, nowSeconds, permission },
        });
        const message = JSON.stringify({ seed: seed + index, asker, permission, told });
        expect(told.held, message).toBe(right.has(permission));
        if (told.held) {
          held += 1;
          expect(told.profiles.length, message).toBeGreaterThan(0);
          const without = {
            ...world,
            grants: world.grants.filter(([, profile]) => !told.profiles.includes(profile)),
          };
          expect(permissions(without, asker).has(permission), message).toBe(false);
        } else {
          lacking += 1;
          const question = { asker, learner: asker.powerUser };
          const heeded = told.remedies.reduce((at, step) => heed(at, step, question), world);
          expect(permissions(heeded, asker).has(permission), message).toBe(true);
          for (const remedy of told.remedies) {
            for (const profile of remedy.kind === 'grant' ? remedy.profiles : []) {
              const others = told.remedies.filter((one) => one !== remedy);
              const granted: World = {
                ...others.reduce((at, step) => heed(at, step, question), world),
                grants: [...world.grants, [asker.powerUser, profile]],
              };
              expect(permissions(granted, asker).has(permission), message).toBe(true);
            }
          }
        }
      }
    }
    expect(held).toBeGreaterThan(20);
    expect(lacking).toBeGreaterThan(20);
  }, 120_000);

  it('name everybody who sees a learner, or a learner in a course, through every site, and nobody else', async () => {
    let sights = 0;
    for (let index = 0; index < worlds; index += 1) {
      const { world: drawn, askers } = caseOf(seed + index);
      const random = seededRandom(seed + index);
      const world = await placed(database, drawn);
      const [{ now } = { now: 0 }] = askers;
      for (let count = 0; count < 3; count += 1) {
        const learner = random.pick(world.users).key;
        const course =
          world.courses.length > 0 && random.chance(0.6)
            ? random.pick(world.courses).key
            : undefined;
        const told = await whoSees(database, { learner, course, nowSeconds: now });
        const right = world.users.flatMap(({ key }) =>
          world.sites
            .map(({ id }) => ({ powerUser: key, site: id, now }))
            .filter((asker) =>
              isVisible(world, { asker, learner, ...(course !== undefined && { course }) }),
            ),
        );
        const names = (list: readonly { powerUser: string; site: string }[]) =>
          list.map(({ powerUser, site }) => JSON.stringify([powerUser, site])).sort();
        const message = JSON.stringify({ seed: seed + index, learner, course, told });
        expect(names(told), message).toEqual(names(right));
        for (const { powerUser, site, through, reports } of told) {
          sights += 1;
          const asker = { powerUser, site, now };
          const question = { asker, learner, ...(course !== undefined && { course }) };
          expect(through.length, message).toBeGreaterThan(0);
          for (const { dataset, learner: ways } of through) {
            expect(isVisible(holdingOnly(world, powerUser, dataset), question), message).toBe(true);
            expect(ways.length, message).toBeGreaterThan(0);
          }
          expect(reports, message).toBe(permissions(world, asker).has('reports.view'));
        }
      }
    }
    expect(sights).toBeGreaterThan(20);
  }, 120_000);
});
