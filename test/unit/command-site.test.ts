/** Sites from both sides: where a portal stands, its ceiling, whether it is open; and everything that is refused. */
import { beforeEach, describe, expect, it } from 'vitest';
import { activateSite } from '../../server/command/activate-site.ts';
import type { Occasion } from '../../server/command/change.ts';
import { createDataset } from '../../server/command/create-dataset.ts';
import { createSite } from '../../server/command/create-site.ts';
import { deactivateSite } from '../../server/command/deactivate-site.ts';
import { demotePowerUser } from '../../server/command/demote-power-user.ts';
import { editSite } from '../../server/command/edit-site.ts';
import { removeDataset } from '../../server/command/remove-dataset.ts';
import { readSites } from '../../server/command/site-record.ts';
import { all, auditOf, openAcademy, refused, stateOf } from './command-world.ts';

let occasion: Occasion;
beforeEach(async () => {
  occasion = await openAcademy();
  await createDataset(occasion, { name: 'Acme' });
  await createDataset(occasion, { name: 'Other' });
  await createDataset(occasion, { name: "Maria's own", owner: 'u-maria' });
});

const acme = {
  id: 'acme',
  name: 'Acme + Sons',
  origins: ['https://portal.acme.example'],
  ceiling: 'Acme',
};
const create = (change: object = {}) => createSite(occasion, { ...acme, ...change });

describe('making a site', () => {
  it('T-09 registers its origins and its ceiling, and it has no key yet', async () => {
    const made = await create({
      origins: ['https://portal.acme.example', 'http://localhost:8080', 'http://localhost:8080'],
    });
    expect(made).toEqual({
      id: 'acme',
      name: 'Acme + Sons',
      active: true,
      origins: ['http://localhost:8080', 'https://portal.acme.example'],
      ceiling: 'Acme',
      keys: [],
    });
    expect((await auditOf(occasion)).at(-1)).toMatchObject({
      action: 'site.create',
      subject: 'site:acme',
      before: null,
      after: { ceiling: 'Acme', active: 1 },
    });
  });

  it('T-08 has no site without a ceiling, and none whose ceiling is private or missing', async () => {
    await refused(create({ ceiling: undefined }), 'unprocessable');
    await refused(create({ ceiling: null }), 'unprocessable');
    await refused(create({ ceiling: 'Nothing' }), 'not-found');
    expect((await refused(create({ ceiling: "Maria's own" }), 'unprocessable')).message).toContain(
      'private',
    );
    expect(await readSites(occasion.database)).toEqual([]);
  });

  it.each([
    'https://portal.acme.example',
    'https://portal.acme.example:8443',
    'https://xn--bcher-kva.example',
    'https://192.0.2.7',
    'https://[2001:db8::1]:8443',
    'http://localhost',
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
    'http://portal.localhost:3000',
  ])('T-09 takes the origin %s', async (origin) => {
    expect((await create({ origins: [origin] })).origins).toEqual([origin]);
  });

  it.each([
    '',
    '*',
    'null',
    'portal.acme.example',
    'https://',
    'https://portal.acme.example/',
    'https://portal.acme.example/path',
    'https://portal.acme.example?x',
    'https://portal.acme.example#x',
    'https://Portal.acme.example',
    'HTTPS://portal.acme.example',
    'https://portal.acme.example:443',
    'http://localhost:80',
    'https://portal.acme.example:99999',
    'https://user@portal.acme.example',
    'https://*.acme.example',
    'https://portal.acme.example.',
    'https://portal..example',
    'https://bücher.example',
    'https://portal.acme.example, https://evil.example',
    ' https://portal.acme.example',
    'https://portal.acme.example\n',
    'http://portal.acme.example',
    'http://localhost.evil.example',
    'http://127.0.0.2',
    'ftp://portal.acme.example',
    'file://',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://0x7f.1',
  ])('T-09 refuses the origin %j', async (origin) => {
    const { places } = await refused(create({ origins: [origin] }), 'unprocessable');
    expect(places.map(({ field }) => field)).toEqual(['origins.0']);
    expect(await readSites(occasion.database)).toEqual([]);
  });

  it('T-09 refuses a site without origins, and origins that are no list of texts', async () => {
    for (const origins of [[], undefined, 'https://a.example', [7], [['https://a.example']], {}]) {
      await refused(create({ origins }), 'unprocessable');
    }
  });

  it.each(['', 'Acme', 'a b', '../etc', "a'b", '-a', '__proto__', 'x'.repeat(64), 7])(
    'T-52 refuses the id %j',
    async (id) => {
      const { places } = await refused(create({ id }), 'unprocessable');
      expect(places.map(({ field }) => field)).toEqual(['id']);
    },
  );

  it('T-52 refuses a taken id, markup in the name, and unknown fields', async () => {
    await create();
    await refused(create(), 'unprocessable');
    await refused(create({ id: 'b', name: '<script>' }), 'unprocessable');
    await refused(create({ id: 'b', active: true, keys: [] }), 'unprocessable');
    expect(await readSites(occasion.database)).toHaveLength(1);
  });
});

describe('changing a site', () => {
  beforeEach(async () => {
    await create();
  });
  const edit = (input: object) => editSite(occasion, { site: 'acme', ...input });

  it('T-09 replaces origins, name and ceiling, each only when it is given', async () => {
    expect(await edit({ origins: ['https://b.example', 'https://a.example'] })).toMatchObject({
      name: 'Acme + Sons',
      origins: ['https://a.example', 'https://b.example'],
      ceiling: 'Acme',
    });
    expect(await edit({ ceiling: 'Other', name: 'A' })).toMatchObject({
      name: 'A',
      origins: ['https://a.example', 'https://b.example'],
      ceiling: 'Other',
    });
  });

  it('T-08 refuses a private or missing ceiling, a bad origin, and a site that is none', async () => {
    const before = await stateOf(occasion);
    await refused(edit({ ceiling: "Maria's own" }), 'unprocessable');
    await refused(edit({ ceiling: 'Nothing' }), 'not-found');
    await refused(edit({ origins: [] }), 'unprocessable');
    await refused(edit({ name: 'A', origins: ['https://a.example/'] }), 'unprocessable');
    await refused(editSite(occasion, { site: 'Acme', name: 'A' }), 'not-found');
    expect(await stateOf(occasion)).toEqual(before);
  });

  it('T-08 keeps the dataset that is its ceiling, and lets it go when another one is', async () => {
    const attempt = removeDataset(occasion, { dataset: 'Acme' });
    expect((await refused(attempt, 'unprocessable')).message).toContain('acme');
    await edit({ ceiling: 'Other' });
    await removeDataset(occasion, { dataset: 'Acme' });
    // A power user can always be demoted: no private dataset ever became a ceiling.
    await demotePowerUser(occasion, { powerUser: 'u-maria' });
  });

  it('T-12 shuts and opens it, each with an audit row, and the same again changes nothing', async () => {
    const site = { site: 'acme' };
    expect((await deactivateSite(occasion, site)).active).toBe(false);
    expect((await deactivateSite(occasion, site)).active).toBe(false);
    expect((await activateSite(occasion, site)).active).toBe(true);
    expect((await activateSite(occasion, site)).active).toBe(true);
    const actions = (await auditOf(occasion)).map(({ action }) => action);
    expect(actions.slice(-3)).toEqual(['site.create', 'site.deactivate', 'site.activate']);
    await refused(deactivateSite(occasion, { site: 'nothing' }), 'not-found');
    expect(await all(occasion.database, 'SELECT active FROM sites')).toEqual([[1]]);
  });
});
