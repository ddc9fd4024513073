/** The laws of delegation, held against random parents who act at once on one database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../server/command/actor.ts';
import { assignDataset } from '../../server/command/assign-dataset.ts';
import type { Occasion } from '../../server/command/change.ts';
import { createDataset } from '../../server/command/create-dataset.ts';
import { createProfile } from '../../server/command/create-profile.ts';
import { createSite } from '../../server/command/create-site.ts';
import { cutDataset } from '../../server/command/cut-dataset.ts';
import { demotePowerUser } from '../../server/command/demote-power-user.ts';
import { grantProfile } from '../../server/command/grant-profile.ts';
import { passProfileOn } from '../../server/command/pass-profile-on.ts';
import { promotePowerUser } from '../../server/command/promote-power-user.ts';
import { revokeProfile } from '../../server/command/revoke-profile.ts';
import { setSetting } from '../../server/command/set-setting.ts';
import { takeProfileBack } from '../../server/command/take-profile-back.ts';
import { unassignDataset } from '../../server/command/unassign-dataset.ts';
import { type Database, openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';
import { above } from '../../server/scope/managed-by.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { compileScope } from '../../server/scope/sql.ts';
import { Refusal } from '../../shared/refusal.ts';
import { type Random, seededRandom } from '../world/random.ts';

const histories = 8;
const rounds = 12;
const seed = Number(process.env.AMBIT_SEED ?? Date.now() % 1_000_000_000);
const nowSeconds = 1_800_000_000;
const operator: Actor = { kind: 'operator', name: 'test' };

/** The first six are power users, the others may become one. */
const people = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
const courses = ['k1', 'k2', 'k3', 'k4'];
const profiles: Readonly<Record<string, readonly string[]>> = {
  Manager: ['power_users.create', 'power_users.edit', 'reports.view'],
  Reader: ['reports.view'],
  Exporter: ['reports.view', 'reports.export'],
  People: ['users.view'],
};
const names = Object.keys(profiles);

let folder: string;
/** Two connections to one file, as two processes have it. */
let doors: readonly [Database, Database];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ambit-laws-'));
  const url = `file:${join(folder, 'academy.db')}`;
  const one = openDatabase(await openLibsql(url));
  await applyMigrations(one);
  doors = [one, openDatabase(await openLibsql(url))];
});
afterEach(() => {
  for (const door of doors) door.close();
  rmSync(folder, { recursive: true });
});

const by = (actor: Actor, door = 0): Occasion => ({
  ...{ database: doors[door] ?? doors[0], actor, nowSeconds },
});
const acting = (person: string): Actor => ({
  ...{ kind: 'power_user', name: person, powerUserId: people.indexOf(person) + 1 },
  ...{ key: person, siteId: 'portal', permissions: new Set() },
});
const root = () => by(operator);

const picked = (random: Random, who: readonly string[], what: readonly string[]) => ({
  people: {
    mode: 'subset',
    items: random.sift(who, 0.7).map((key) => ({ kind: 'user', key })),
  },
  courses: {
    mode: 'subset',
    items: random.sift(what, 0.7).map((key) => ({ kind: 'course', key })),
  },
});

/** What superadmins give: everybody manages, three hold datasets and profiles to pass on. */
async function found(random: Random): Promise<void> {
  const [database] = doors;
  await database.write([
    ...people.map(
      (key, index) => sql`INSERT INTO users (id, key, username, level)
        VALUES (${index + 1}, ${key}, ${key}, ${index < 6 ? 'power_user' : 'user'})`,
    ),
    ...courses.map(
      (key, index) => sql`INSERT INTO courses (id, key, name, name_key, search_key)
        VALUES (${index + 1}, ${key}, ${key}, ${key}, ${key})`,
    ),
  ]);
  await setSetting(root(), { setting: 'power_user_management', value: true });
  for (const [name, permissions] of Object.entries(profiles)) {
    await createProfile(root(), { name, permissions });
  }
  const all = { mode: 'all' };
  const everything = { people: all, courses: all, plans: all };
  await createDataset(root(), { name: 'Everything', selections: everything });
  const site = { id: 'portal', name: 'Portal', origins: ['https://p.example'] };
  await createSite(root(), { ...site, ceiling: 'Everything' });
  for (const powerUser of people.slice(0, 6)) {
    await grantProfile(root(), { powerUser, profiles: ['Manager'] });
  }
  for (const [index, powerUser] of people.slice(0, 3).entries()) {
    const dataset = `Root ${index}`;
    await createDataset(root(), { name: dataset, selections: picked(random, people, courses) });
    await assignDataset(root(), { powerUser, dataset });
    const profile = random.pick(names);
    await passProfileOn(root(), { powerUser, profiles: [profile] });
  }
}

interface Sight {
  readonly pairs: ReadonlySet<string>;
  readonly permissions: ReadonlySet<string>;
}

/** What each person sees and may, by the resolver that every request goes through. */
async function sights(): Promise<Map<string, Sight>> {
  const found = new Map<string, Sight>();
  for (const [index, person] of people.entries()) {
    const [database] = doors;
    const request = { powerUserId: index + 1, siteId: 'portal', nowSeconds };
    const scope = await resolveScope(database, request);
    const apart = scope.rectangles.length > 1 ? sql`(p.bits & c.bits) <> 0` : sql`1`;
    const [rows = []] = await database.read(sql`${compileScope(scope).tables}
      SELECT p.id || ' ' || c.id FROM scope_people p CROSS JOIN scope_courses c ON ${apart}`);
    const pairs = new Set(rows.map(([pair]) => String(pair)));
    found.set(person, { pairs, permissions: scope.permissions });
  }
  return found;
}

/** Names that somebody holds now, some of which only seem so by the time that they are used. */
async function held(person: string, what: 'datasets' | 'profiles'): Promise<string[]> {
  const [table, tie] =
    what === 'datasets'
      ? [sql`dataset_assignments`, sql`dataset_id`]
      : [sql`profile_resources`, sql`profile_id`];
  const [rows = []] = await doors[1].read(sql`SELECT x.name FROM ${sql.identifier(what)} x
    JOIN ${table} a ON a.${tie} = x.id
    JOIN users u ON u.id = a.power_user_id WHERE u.key = ${person}`);
  return rows.map(([name]) => String(name));
}

let cuts = 0;
/** One thing that a parent may try, mostly within what they have; gifts are more frequent than what takes away. */
async function attempt(
  random: Random,
  door: number,
  before: ReadonlyMap<string, Sight>,
): Promise<string> {
  const someone = people.slice(0, 8);
  const seeing = someone.filter((key) => (before.get(key)?.pairs.size ?? 0) > 0);
  const actor = random.pick(random.chance(0.9) && seeing.length > 0 ? seeing : someone);
  const seen = [...(before.get(actor)?.pairs ?? [])].map((pair) => pair.split(' ').map(Number));
  const who = people.filter((_, index) => seen.some(([id]) => id === index + 1));
  const what = courses.filter((_, index) => seen.some(([, id]) => id === index + 1));
  const near = someone.filter((key) => key !== actor && who.includes(key));
  const powerUser = random.pick(random.chance(0.9) && near.length > 0 ? near : someone);
  const [own, sources, targets] = [
    await held(actor, 'profiles'),
    await held(actor, 'datasets'),
    await held(powerUser, 'datasets'),
  ];
  const occasion = by(acting(actor), door);
  const profile = random.pick(random.chance(0.9) && own.length > 0 ? own : names);
  const some = { powerUser, profiles: [profile] };
  const dataset = sources.length > 0 ? random.pick(sources) : 'Everything';
  const cut = () =>
    cutDataset(occasion, {
      ...{ powerUser, dataset, name: `cut ${++cuts}` },
      selections: picked(random, who, what),
    });
  const tries: [string, () => Promise<unknown>][] = [
    ...Array.from({ length: 4 }, (): [string, () => Promise<unknown>] => ['cut', cut]),
    ['grant', () => grantProfile(occasion, some)],
    ['grant', () => grantProfile(occasion, some)],
    ['pass on', () => passProfileOn(occasion, some)],
    ['pass on', () => passProfileOn(occasion, some)],
    ['revoke', () => revokeProfile(occasion, some)],
    ['take back', () => takeProfileBack(occasion, some)],
    ['promote', () => promotePowerUser(occasion, { powerUser })],
    ['unassign', () => unassignDataset(occasion, { powerUser, dataset: targets[0] ?? 'none' })],
  ];
  if (random.chance(0.2)) {
    tries.push(['demote', () => demotePowerUser(occasion, { powerUser })]);
  }
  const [word, run] = random.pick(tries);
  return run().then(
    () => `${actor} ${word} ${powerUser}`,
    (error: unknown) => {
      if (error instanceof Refusal && error.slug !== 'internal') return '';
      throw error;
    },
  );
}

const union = (all: Iterable<ReadonlySet<string>>) => new Set([...all].flatMap((one) => [...one]));
const beyond = (some: ReadonlySet<string>, all: ReadonlySet<string>) =>
  [...some].filter((one) => !all.has(one));

/** People who stand above themselves. */
async function rings(): Promise<unknown[]> {
  const [rows = []] = await doors[0].read(sql`SELECT x.holder FROM (
    SELECT power_user_id AS holder, granted_by AS giver FROM grants
    UNION ALL SELECT power_user_id, granted_by FROM profile_resources
    UNION ALL SELECT a.power_user_id, d.made_by FROM dataset_assignments a JOIN datasets d ON d.id = a.dataset_id
    UNION ALL SELECT id, promoted_by FROM users) x
    WHERE x.giver IS NOT NULL AND x.holder IN (${above(sql`x.giver`)})`);
  return [...rows];
}

describe(`${histories} histories of parents who act at once, from seed ${seed}`, () => {
  it('T-45 T-47 T-48 T-49 no sequence of grants reaches beyond what superadmins gave, and it ends with that', async () => {
    const done = new Map<string, number>();
    for (let index = 0; index < histories; index += 1) {
      const random = seededRandom(seed + index);
      for (const door of doors.slice(0, 1)) await door.write(emptied);
      await found(random);
      const first = await sights();
      const pairs = union([...first.values()].map((sight) => sight.pairs));
      const gifts = await given();
      let before = first;
      for (let round = 0; round < rounds; round += 1) {
        const log = await Promise.all([0, 1, 0].map((door) => attempt(random, door, before)));
        for (const word of log) {
          const [, kind = 'refused'] = word.split(' ');
          done.set(kind, (done.get(kind) ?? 0) + 1);
        }
        const after = await sights();
        const message = JSON.stringify({ seed: seed + index, round, log });
        for (const [person, sight] of after) {
          // Whoever gains a pair has it by one who saw it, and who acted in this round.
          const actors = log.flatMap((word) => (word === '' ? [] : [word.split(' ')[0] ?? '']));
          const theirs = [person, ...actors].map(
            (one) => before.get(one)?.pairs ?? new Set<string>(),
          );
          expect(beyond(sight.pairs, union(theirs)), `${message} ${person}`).toEqual([]);
          const own = first.get(person)?.permissions ?? new Set<string>();
          expect(beyond(sight.permissions, union([own, gifts])), `${message} ${person}`).toEqual(
            [],
          );
        }
        expect(beyond(union([...after.values()].map((one) => one.pairs)), pairs), message).toEqual(
          [],
        );
        expect(await rings(), message).toEqual([]);
        before = after;
      }
      await takeAllGifts();
      for (const [person, sight] of await sights()) {
        const message = `what is left to ${person} in ${seed + index}`;
        expect([...sight.pairs, ...sight.permissions], message).toEqual([]);
      }
    }
    console.log(`seed ${seed}: ${JSON.stringify(Object.fromEntries(done))}`);
    for (const kind of ['cut', 'grant', 'pass', 'refused'])
      expect(done.get(kind), kind).toBeGreaterThan(0);
  }, 240_000);
});

/** All that somebody may pass on at the start comes to. */
async function given(): Promise<ReadonlySet<string>> {
  const [rows = []] = await doors[0].read(sql`SELECT DISTINCT x.permission FROM profile_resources r
    JOIN profile_permissions x ON x.profile_id = r.profile_id`);
  return new Set(rows.map(([permission]) => String(permission)));
}

/** Superadmins take back what they gave, and nothing else. */
const takeAllGifts = () =>
  doors[0].write([
    sql`DELETE FROM grants WHERE granted_by IS NULL`,
    sql`DELETE FROM profile_resources WHERE granted_by IS NULL`,
    sql`DELETE FROM dataset_assignments
      WHERE dataset_id IN (SELECT id FROM datasets WHERE made_by IS NULL)`,
  ]);

const emptied = [
  'sites',
  'grants',
  'profile_resources',
  'profiles',
  'datasets',
  'users',
  'courses',
].map((table) => sql`DELETE FROM ${sql.identifier(table)}`);
