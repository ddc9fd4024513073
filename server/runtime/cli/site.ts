/** `ambit site`: registers portals, says where they stand and what they never exceed, and changes their keys. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Refusal } from '../../../shared/refusal.ts';
import { toIsoTime } from '../../../shared/time.ts';
import { activateSite } from '../../command/activate-site.ts';
import { addSiteKey } from '../../command/add-site-key.ts';
import { createSite } from '../../command/create-site.ts';
import { deactivateSite } from '../../command/deactivate-site.ts';
import { editSite } from '../../command/edit-site.ts';
import { revokeSiteKey } from '../../command/revoke-site-key.ts';
import { readSites, type SiteRecord } from '../../command/site-record.ts';
import { readSettings } from '../../token/settings.ts';
import { atDatabase, collect } from './at-database.ts';
import { isoOrNull } from './time.ts';

export function configure(command: Command): void {
  configureChanges(command);
  configureSwitch(command);
  configureKeys(command.command('key').description('the keys that a portal signs with'));
  const list = command.command('list').description('every site');
  list.action(() =>
    atDatabase(list, async ({ database }, output) => {
      const sites = await readSites(database);
      const lines = sites.flatMap(siteLines);
      output.print(sites.map(siteWire), lines.length === 0 ? ['There are no sites'] : lines);
    }),
  );
}

function configureChanges(command: Command): void {
  const create = command
    .command('create')
    .description('register a portal')
    .argument('<id>')
    .requiredOption('--name <name>')
    .requiredOption('--origin <origin>', 'https://host[:port] (again for more)', collect)
    .requiredOption('--ceiling <dataset>', 'nothing seen through the site exceeds this dataset');
  create.action((id: string) =>
    atDatabase(create, async (occasion, output) => {
      const { name, origin, ceiling } = create.opts();
      const made = await createSite(occasion, { id, name, origins: origin, ceiling });
      const next = `Give it a key: ambit site key add ${made.id}`;
      output.print(siteWire(made), ['Made the site', ...siteLines(made), next]);
    }),
  );
  const edit = command
    .command('edit')
    .description("change a site's name, origins or ceiling")
    .argument('<id>')
    .option('--name <name>')
    .option('--origin <origin>', 'replaces all of them (again for more)', collect)
    .option('--ceiling <dataset>');
  edit.action((site: string) =>
    atDatabase(edit, async (occasion, output) => {
      const { name, origin, ceiling } = edit.opts();
      const made = await editSite(occasion, { site, name, origins: origin, ceiling });
      output.print(siteWire(made), ['Changed the site', ...siteLines(made)]);
    }),
  );
}

function configureSwitch(command: Command): void {
  for (const [verb, act, description] of [
    ['activate', activateSite, 'open a deactivated site again'],
    ['deactivate', deactivateSite, 'shut a site: nothing is seen through it from now on'],
  ] as const) {
    const change = command.command(verb).description(description).argument('<id>');
    change.action((site: string) =>
      atDatabase(change, async (occasion, output) => {
        const after = await act(occasion, { site });
        output.print(siteWire(after), siteLines(after));
      }),
    );
  }
}

function configureKeys(key: Command): void {
  const add = key
    .command('add')
    .description('make a shared secret, or register the public half of a key pair')
    .argument('<site>')
    .option('--alg <alg>', 'HS256, ES256 or EdDSA', 'HS256')
    .option('--public-key <file>', 'for ES256 and EdDSA: the public key as a JWK');
  add.action((site: string) =>
    atDatabase(add, async (occasion, output) => {
      const { alg, publicKey } = add.opts<{ alg: string; publicKey?: string }>();
      const settings = readSettings(process.env);
      const publicJwk = publicKey === undefined ? undefined : await readJson(publicKey);
      const { id, secret } = await addSiteKey(occasion, settings, { site, alg, publicJwk });
      const told = [
        `Secret: ${secret}`,
        'It is shown this once: keep it in the backend of the portal',
      ];
      output.print({ id, alg, secret }, [`Key: ${id}`, ...(secret === null ? [] : told)]);
    }),
  );
  const revoke = key
    .command('revoke')
    .description('end a key, and with it every token that came through it')
    .argument('<site>')
    .argument('<key>');
  revoke.action((site: string, keyId: string) =>
    atDatabase(revoke, async (occasion, output) => {
      const after = await revokeSiteKey(occasion, { site, key: keyId });
      output.print(siteWire(after), siteLines(after));
    }),
  );
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Refusal('bad-request', `--public-key: ${why}`, { cause });
  }
}

const siteWire = ({ keys, ...site }: SiteRecord) => ({
  ...site,
  keys: keys.map(({ id, alg, createdAt, revokedAt }) => ({
    id,
    alg,
    created_at: toIsoTime(createdAt),
    revoked_at: isoOrNull(revokedAt),
  })),
});

function siteLines({ id, name, active, origins, ceiling, keys }: SiteRecord): string[] {
  const good = keys.filter(({ revokedAt }) => revokedAt === null);
  return [
    `${id}: ${name}${active ? '' : ' (not active)'}`,
    `  origins: ${origins.join(', ') || 'none'}`,
    `  ceiling: ${ceiling ?? 'missing'}`,
    `  keys: ${good.map((key) => `${key.id} (${key.alg})`).join(', ') || 'none'}`,
  ];
}
