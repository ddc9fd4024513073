/** Random worlds, random askers: the server's scope against the oracle, until they part or the cases are done. */

import { settleAutomations, settler } from '../../server/command/settle-automations.ts';
import type { Database } from '../../server/data/database.ts';
import { settled } from '../reference/automations.ts';
import type { Asker } from '../reference/oracle.ts';
import type { World } from '../reference/world.ts';
import { withAutomations } from '../world/automation-world.ts';
import { noon } from '../world/border-scope.ts';
import { borderWorld } from '../world/border-world.ts';
import { hierarchyWorld } from '../world/hierarchy-world.ts';
import { loadWorld } from '../world/load.ts';
import { type Random, seededRandom } from '../world/random.ts';
import { boundWorld, ruleWorld } from '../world/rule-world.ts';
import { type Answer, askOracle, difference, type Judged, serverOf } from './ask.ts';

/** Cases that one world is asked; the seed of the n-th world of a run is the run's plus n. */
export const casesPerWorld = 25;

export interface Disagreement {
  /** Of the world: a run that starts with it begins with this world. */
  readonly seed: number;
  readonly world: World;
  readonly asker: Asker;
  /** Per question, both answers; or what the server threw. */
  readonly parts: Readonly<Record<string, unknown>>;
}

/** How much the cases had to say: a run whose answers are all empty proves nothing. */
export interface Tally {
  cases: number;
  worlds: number;
  /** Cases that show no enrollment, some, and all of them. */
  empty: number;
  partial: number;
  full: number;
}

/** Mostly who may see something, through a site that lets it; also strangers and sites that are not there. */
function askers(random: Random, world: World): Asker[] {
  const holders = world.users.slice(0, 2).map(({ key }) => key);
  const others = [...world.users.map(({ key }) => key), 'a stranger'];
  return Array.from({ length: casesPerWorld }, () => ({
    powerUser: random.pick(random.chance(0.9) ? holders : others),
    site: random.chance(0.9)
      ? random.pick(['open', 'open', 'open', "o'site"])
      : random.pick(['off', '%', '*']),
    now: noon + random.pick([-1, 0, 1]),
  }));
}

/** Everybody in turn, because each holds other rules. */
const everybody = (random: Random, world: World): Asker[] =>
  Array.from({ length: casesPerWorld }, (_, index) => ({
    powerUser: world.users[index % world.users.length]?.key ?? '',
    site: index < world.users.length ? 'open' : random.pick(['open', "o'site"]),
    now: noon,
  }));

/** Who may be given something by somebody else, about the moments at which that ends. */
const relatives = (random: Random, world: World): Asker[] =>
  Array.from({ length: casesPerWorld }, () => ({
    powerUser: random.pick(world.users.slice(0, 4)).key,
    site: random.chance(0.85) ? 'open' : "o'site",
    now: noon + random.pick([-1, 0, 0, 1]),
  }));

/** What a world is mostly about. */
export type Family = 'delegation' | 'rules' | 'holder' | 'automation' | 'plain';

/** Every fourth world is about who gave what, of the others every third about rules, and so on. */
export function familyOf(seed: number): Family {
  if (seed % 4 === 1) return 'delegation';
  if (seed % 3 === 0) return 'rules';
  if (seed % 6 === 2) return 'holder';
  return seed % 12 === 4 ? 'automation' : 'plain';
}

/** The n-th world and who asks in it. */
export function caseOf(seed: number): { world: World; askers: Asker[] } {
  const random = seededRandom(seed);
  const family = familyOf(seed);
  switch (family) {
    case 'delegation': {
      const world = hierarchyWorld(random);
      return { world, askers: relatives(random, world) };
    }
    case 'rules': {
      const world = ruleWorld(random);
      return { world, askers: everybody(random, world) };
    }
    case 'holder': {
      const world = boundWorld(random);
      return { world, askers: everybody(random, world) };
    }
    case 'automation': {
      const world = withAutomations(random, borderWorld(random));
      return { world, askers: askers(random, world) };
    }
    case 'plain': {
      const world = borderWorld(random);
      return { world, askers: askers(random, world) };
    }
    default:
      return family satisfies never;
  }
}

/** What automations give is worked out before anybody asks. */
export const settle = (database: Database, { planGifts }: Judged) =>
  settleAutomations({ database, actor: settler, nowSeconds: noon }, planGifts);

/** Writes the world, settles its automations, and gives it as they leave it. */
export async function placed(database: Database, world: World): Promise<World> {
  await loadWorld(database, world);
  if (world.automations === undefined) return world;
  await settleAutomations({ database, actor: settler, nowSeconds: noon });
  return settled(world);
}

/** Writes the world and gives the first asker about whom both sides part. */
export async function judge(
  database: Database,
  judged: Judged,
  world: World,
  asking: readonly Asker[],
  options: { apart: boolean; seen?: (answer: Answer) => void },
): Promise<Pick<Disagreement, 'asker' | 'parts'> | null> {
  const ids = await loadWorld(database, world);
  const present = world.automations ? settled(world) : world;
  if (world.automations) await settle(database, judged);
  const ask = serverOf(database, judged, { ids: () => ids, apart: options.apart });
  for (const asker of asking) {
    const right = askOracle(present, asker);
    const parts = await ask(asker).then(
      (shown) => difference(shown, right),
      (error: unknown) => ({ error: String(error) }),
    );
    if (parts) return { asker, parts };
    options.seen?.(right);
  }
  return null;
}

/**
 * Runs about `cases` cases, or fewer when the two sides part. `apart` asks each question on its own everywhere;
 * `family` leaves out all worlds but those.
 */
export async function differential(
  database: Database,
  judged: Judged,
  run: {
    cases: number;
    seed: number;
    apart?: true;
    family?: Family | undefined;
    progress?: (tally: Tally) => void;
  },
): Promise<{ tally: Tally; disagreement: Disagreement | null }> {
  const tally: Tally = { cases: 0, worlds: 0, empty: 0, partial: 0, full: 0 };
  for (let worldSeed = run.seed; tally.cases < run.cases; worldSeed += 1) {
    if (run.family !== undefined && familyOf(worldSeed) !== run.family) continue;
    const { world, askers: asking } = caseOf(worldSeed);
    const count = ({ enrollments = [] }: Answer) => {
      const all = world.enrollments.length;
      tally.cases += 1;
      if (enrollments.length === 0) tally.empty += 1;
      else tally[enrollments.length < all ? 'partial' : 'full'] += 1;
    };
    const apart = run.apart ?? worldSeed % 8 === 0;
    const found = await judge(database, judged, world, asking, { apart, seen: count });
    if (found) return { tally, disagreement: { seed: worldSeed, world, ...found } };
    tally.worlds += 1;
    run.progress?.(tally);
  }
  return { tally, disagreement: null };
}
