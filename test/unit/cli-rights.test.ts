/** The command line for power users, profiles, datasets, sites and keys, as an operator types it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, openBench } from './cli-run.ts';
import { auditOf, openAcademy } from './command-world.ts';

let bench: Bench;
beforeAll(async () => {
  bench = openBench();
  const { database } = await openAcademy(bench.url);
  database.close();
});
afterAll(() => bench.close());

/** Runs and expects it to go well. */
async function well(...words: string[]): Promise<string> {
  const { code, out, err } = await bench.ambit(...words);
  expect(err).toBe('');
  expect(code).toBe(0);
  return out;
}

/** Runs and expects one clear line on standard error and the code 2, without a trace of the source. */
async function ill(...words: string[]): Promise<string> {
  const { code, out, err } = await bench.ambit(...words);
  expect(out).toBe('');
  expect(code).toBe(2);
  expect(err).not.toContain('.ts:');
  return err.trim();
}

describe('profiles and power users', () => {
  it('PU-030 PU-036 makes a profile and shows what it comes to, with what came along', async () => {
    const made = await well(
      ...['profile', 'create', 'Reader', '--permission', 'reports.view', '--area', 'insights'],
      ...['--permission', 'central_repository.delete', '--description', 'Looks <b>only</b>'],
    );
    expect(made).toContain('Brought along: central_repository.view');
    expect(made).toContain('Reports / View (reports.view)');
    const [listed] = await bench.json('profile', 'list');
    expect(listed).toMatchObject({ name: 'Reader', description: 'Looks ‹b›only‹/b›', holders: [] });
    expect(listed.recap.in_force.map(({ id }: { id: string }) => id)).toContain('insights.view');
  });

  it('PU-027 refuses a name and a permission that are none, naming the fields', async () => {
    expect(await ill('profile', 'create', 'A/B', '--permission', 'reports.veiw')).toBe(
      'name: A name can\'t contain /; permissions.0: There is no permission "reports.veiw"',
    );
  });

  it('PU-020 edits and removes a profile', async () => {
    await well('profile', 'create', 'Passing', '--permission', 'reports.view');
    await well('profile', 'edit', 'Passing', '--name', 'Gone', '--add', 'reports.export');
    const removing = [
      '--remove',
      'reports.view',
      '--add-area',
      'groups',
      '--remove-area',
      'images',
    ];
    const edited = await well('profile', 'edit', 'Gone', ...removing);
    expect(edited).toContain('Reports / Export (reports.export): needs reports.view');
    expect(await well('profile', 'remove', 'Gone')).toBe(
      'Removed the profile "Gone"; 0 power users held it\n',
    );
    expect(await ill('profile', 'remove', 'Gone')).toBe('There is no profile "Gone"');
  });

  it('PU-039 promotes, grants, shows, revokes and demotes', async () => {
    expect(await ill('profile', 'grant', 'omar', 'Reader')).toContain('not a power user');
    await well('power-user', 'promote', 'omar');
    expect(await well('profile', 'grant', 'omar', 'Reader')).toBe('omar holds Reader\n');
    const shown = await well('power-user', 'show', 'omar');
    expect(shown).toContain('Profiles: Reader');
    expect(shown).toContain('Reports / View (reports.view): from Reader');
    expect(shown).toContain('Datasets: none, so nothing is visible');
    expect(await well('profile', 'revoke', 'omar', 'Reader')).toContain('power-user demote omar');
    expect(await ill('profile', 'revoke', 'omar', 'Reader')).toContain('does not hold "Reader"');
    expect(await well('power-user', 'demote', 'omar')).toContain('omar is a user now');
    await well('power-user', 'promote', 'omar');
    await well('profile', 'grant', 'omar', 'Reader');
    const last = ['profile', 'revoke', 'omar', 'Reader', '--last'];
    expect(await ill(...last, 'perhaps')).toContain('last');
    expect(await well(...last, 'demote')).toBe('omar is a user now\n');
    const listed = await bench.json('power-user', 'list');
    expect(listed.map(({ username }: { username: string }) => username)).toEqual(['ines', 'maria']);
  });

  it('PU-019 FOR-022 lists the whole catalogue, or one area of it', async () => {
    expect(await bench.json('profile', 'permissions')).toHaveLength(95);
    expect(await well('profile', 'permissions', '--area', 'reports')).toContain('reports.export');
    expect(await ill('profile', 'permissions', '--area', 'everything')).toContain('no area');
  });
});

describe('datasets', () => {
  it('FOR-019 makes a dataset of every kind of item, and shows it', async () => {
    const people = ['--group', 'G1', '--branch', 'B2', '--branch-with-descendants', 'B1'];
    const courses = ['--course', '01', '--course', 'c1', '--category-with-descendants', 'K1'];
    const made = await well('dataset', 'create', 'Sales', ...people, ...courses, '--all-plans');
    expect(made).toContain('people: branch B1 with descendants, branch B2, group G1');
    expect(made).toContain('courses: category K1 with descendants, course c1, course 01');
    expect(made).toContain('plans: all');
  });

  it('names the items that do not exist, and the options that exclude each other', async () => {
    expect(await ill('dataset', 'create', 'D', '--group', 'g1', '--plan', 'x')).toBe(
      'selections.people: There is no group "g1"; selections.plans: There is no plan "x"',
    );
    expect(await ill('dataset', 'create', 'D', '--group', 'G1', '--all-people')).toBe(
      '--group and --all-people exclude each other',
    );
    expect(await ill('dataset', 'create', 'D', '--all-plans', '--none-plans')).toContain('exclude');
  });

  it('PU-046 assigns for a time, and a private one at once', async () => {
    await well('dataset', 'create', 'Everyone', '--all-people', '--all-courses');
    const times = ['--from', '2026-01-01', '--until', '2027-01-01T00:00:00+01:00'];
    expect(await well('dataset', 'assign', 'maria', 'Everyone', ...times)).toBe(
      'maria holds:\n  Everyone from 2026-01-01T00:00:00Z until 2026-12-31T23:00:00Z\n',
    );
    const own = await bench.json(
      'dataset',
      'create',
      "Maria's own",
      '--for',
      'maria',
      '--user',
      'u-omar',
    );
    expect(own).toMatchObject({ owner: 'u-maria', holders: [{ power_user: 'u-maria' }] });
    expect(await ill('dataset', 'assign', 'ines', "Maria's own")).toContain('private');
    expect(await well('dataset', 'unassign', 'maria', "Maria's own")).not.toContain('own');
  });

  it.each(['2026-02-31', '2026-13-01', '31.12.2026', 'tomorrow', '2026-12-31T10:00', '1800000000'])(
    'refuses the time %s',
    async (time) => {
      expect(await ill('dataset', 'assign', 'maria', 'Everyone', '--until', time)).toContain(
        '--until',
      );
    },
  );

  it('PU-047 edits one axis, lists and removes', async () => {
    const edited = await well('dataset', 'edit', 'Sales', '--none-plans', '--name', 'Sales team');
    expect(edited).toContain('plans: none');
    expect(edited).toContain('group G1');
    const names = (await bench.json('dataset', 'list')).map(({ name }: { name: string }) => name);
    expect(names).toEqual(['Everyone', "Maria's own", 'Sales team']);
    await well('dataset', 'remove', 'Sales team');
    expect(await ill('dataset', 'remove', 'Sales team')).toContain('There is no dataset');
  });
});

describe('sites and keys', () => {
  const acme = [
    '--name',
    'Acme',
    '--origin',
    'https://portal.acme.example',
    '--ceiling',
    'Everyone',
  ];

  it('T-08 registers a site with a ceiling, and none without', async () => {
    expect(await ill('site', 'create', 'acme', ...acme.slice(0, 4))).toContain('--ceiling');
    expect(
      await ill('site', 'create', 'acme', ...acme, '--origin', 'https://a.example/'),
    ).toContain('origins.1');
    expect(await well('site', 'create', 'acme', ...acme)).toContain('ambit site key add acme');
    expect(await ill('dataset', 'remove', 'Everyone')).toContain('the ceiling of: acme');
    const edited = await well('site', 'edit', 'acme', '--origin', 'http://localhost:3000');
    expect(edited).toContain('origins: http://localhost:3000');
  });

  it('T-63 tells a secret once, keeps it sealed, and audits no trace of it', async () => {
    const { id, secret } = await bench.json('site', 'key', 'add', 'acme');
    expect(secret).toMatch(/^[\w-]{43}$/);
    const occasion = await openAgain();
    expect(JSON.stringify(await auditOf(occasion))).not.toContain(secret);
    expect((await auditOf(occasion)).at(-1)).toMatchObject({
      actor: expect.stringMatching(/^operator: superadmin via CLI \(.+\)$/),
      action: 'site.add_key',
      after: { keys: [{ id, alg: 'HS256' }] },
    });
    occasion.database.close();
    expect(await well('site', 'list')).toContain(`${id} (HS256)`);
    expect(await well('site', 'key', 'revoke', 'acme', id)).toContain('keys: none');
    expect(await ill('site', 'key', 'revoke', 'acme', 'nothing')).toContain('no key "nothing"');
  });

  it('T-02 registers a public key, and refuses a private one and what is none', async () => {
    const path = join(bench.folder, 'key.json');
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
    ]);
    const add = async (jwk: unknown) => {
      writeFileSync(path, JSON.stringify(jwk));
      return ['site', 'key', 'add', 'acme', '--alg', 'ES256', '--public-key', path];
    };
    const privateJwk = await crypto.subtle.exportKey('jwk', pair.privateKey);
    expect(await ill(...(await add(privateJwk)))).toContain('private key');
    expect(await ill(...(await add({ kty: 'EC' })))).toContain('no public key');
    const publicJwk = await crypto.subtle.exportKey('jwk', pair.publicKey);
    expect(await well(...(await add(publicJwk)))).toMatch(/^Key: [\w-]+\n$/);
    writeFileSync(path, 'not JSON');
    expect(await ill('site', 'key', 'add', 'acme', '--public-key', path)).toContain('--public-key');
    expect(await ill('site', 'key', 'add', 'acme', '--alg', 'none')).toContain('alg');
  });

  it('T-12 shuts a site and opens it again', async () => {
    expect(await well('site', 'deactivate', 'acme')).toContain('(not active)');
    expect(await well('site', 'activate', 'acme')).not.toContain('(not active)');
  });

  it('T-06 T-14 rotates the signing keys, and refuses to without a good secret', async () => {
    const first = await bench.json('keys', 'rotate');
    const second = await bench.json('keys', 'rotate');
    expect(second.current).toBe(first.next);
    const third = await bench.json('keys', 'rotate', '--compromised');
    expect(Object.values(third)).not.toContain(second.next);
    for (const AMBIT_SECRET of ['', 'short', 'changeme-changeme-changeme-changeme']) {
      const environment = {
        AMBIT_DB: bench.url,
        AMBIT_ISSUER: 'http://localhost:8080',
        AMBIT_SECRET,
      };
      const { code, err } = await bench.ambitWith(environment, 'keys', 'rotate');
      expect(code).toBe(2);
      expect(err).toContain('AMBIT_SECRET');
    }
  });
});

describe('the command line itself', () => {
  it('refuses what it does not know with the code 2, and answers --help with 0', async () => {
    expect(await ill('frobnicate')).toContain("unknown command 'frobnicate'");
    expect(await ill('profile', 'create')).toContain("missing required argument 'name'");
    expect(await ill('profile', 'list', '--frobnicate')).toContain("unknown option '--frobnicate'");
    expect(await well('dataset', 'create', '--help')).toContain('--branch-with-descendants <id>');
  });

  it('takes --db before and after the command, and makes no database on a typing error', async () => {
    const typo = `file:${join(bench.folder, 'typo.db')}`;
    for (const words of [
      ['--db', typo, 'profile', 'list'],
      ['profile', 'list', '--db', typo],
    ]) {
      expect(await ill(...words)).toContain('There is no database');
    }
    expect(await well('migrate', '--db', typo)).toContain('newest schema');
    expect(await well('--db', typo, 'profile', 'list')).toBe('There are no profiles\n');
  });

  it('shows where an error came from only when asked', async () => {
    const { err } = await bench.ambit('profile', 'remove', 'Nothing', '--debug');
    expect(err).toMatch(/^There is no profile "Nothing"\n.*Refusal/s);
    expect(err).toContain('profile-record.ts');
  });
});

const openAgain = async () => {
  const { openAt } = await import('../../server/runtime/open.ts');
  const database = await openAt({ url: bench.url, prepare: 'refuse' });
  return { database, actor: { kind: 'operator', name: 'test' }, nowSeconds: 0 } as const;
};
