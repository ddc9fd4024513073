/** /admin/v1/sites: the portals that embed reports, their origins, ceilings and keys. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { listOf, listQuery } from '../../../shared/wire/list.ts';
import {
  activeSchema,
  madeSiteKeySchema,
  newSiteKeySchema,
  newSiteSchema,
  siteChangeSchema,
  siteSchema,
} from '../../../shared/wire/site.ts';
import { momentOf } from '../../../shared/wire/time.ts';
import { activateSite } from '../../command/activate-site.ts';
import { addSiteKey } from '../../command/add-site-key.ts';
import { createSite } from '../../command/create-site.ts';
import { deactivateSite } from '../../command/deactivate-site.ts';
import { editSite } from '../../command/edit-site.ts';
import { revokeSiteKey } from '../../command/revoke-site-key.ts';
import { noSite, type SiteRecord, siteListing, siteSubject } from '../../command/site-record.ts';
import { type Shown, showResource } from '../edition.ts';
import { type Call, defineRoute, json, type Route } from '../route.ts';
import { answerList } from './list.ts';

const params = z.object({ id: z.string().max(200) });
const base = '/admin/v1/sites';

const siteWire = ({ keys, ...site }: SiteRecord): z.infer<typeof siteSchema> => ({
  ...site,
  keys: keys.map(({ id, alg, createdAt, revokedAt }) => ({
    ...{ id, alg },
    created_at: momentOf(createdAt) ?? '',
    revoked_at: momentOf(revokedAt),
  })),
});

const isActive = { true: sql`s.active = 1`, false: sql`s.active = 0` } as const;

const show = (
  call: Call,
  id: string,
  rest: Pick<Shown<never>, 'status' | 'headers'> = {},
): Promise<Response> =>
  showResource(call, siteSubject(id), { ...rest, as: siteWire, missing: () => noSite(id) });

const listSitesRoute = defineRoute({
  method: 'get',
  path: base,
  access: 'administration',
  summary: 'List the sites',
  request: {
    query: listQuery(['id', 'name'], {
      active: z.enum(['true', 'false']).optional().describe('Those that are open, or shut'),
    }),
  },
  answer: { status: 200, description: 'A page of sites', body: listOf(siteSchema) },
  problems: ['bad-cursor'],
  handle: ({ query }, call) =>
    answerList(call, siteListing, query, query.active ? [isActive[query.active]] : [], siteWire),
});

const createSiteRoute = defineRoute({
  method: 'post',
  path: base,
  access: 'administration',
  summary: 'Register a portal',
  description: 'It has no key yet, so nothing can be seen through it.',
  request: { body: newSiteSchema },
  answer: { status: 201, description: 'The site', body: siteSchema },
  async handle({ body }, call) {
    const { id } = await createSite(call, body);
    return show(call, id, { status: 201, headers: { Location: `${base}/${id}` } });
  },
});

const readSiteRoute = defineRoute({
  method: 'get',
  path: `${base}/{id}`,
  access: 'administration',
  summary: 'Read a site',
  request: { params },
  answer: { status: 200, description: 'The site', body: siteSchema },
  problems: ['not-found'],
  handle: ({ params: { id } }, call) => show(call, id),
});

const editSiteRoute = defineRoute({
  method: 'patch',
  path: `${base}/{id}`,
  access: 'administration',
  summary: 'Change a site',
  request: { params, body: siteChangeSchema },
  answer: { status: 200, description: 'The site as it is now', body: siteSchema },
  async handle({ params: { id }, body }, call) {
    await editSite(call, { site: id, ...body });
    return show(call, id);
  },
});

const switchSiteRoute = defineRoute({
  method: 'put',
  path: `${base}/{id}/active`,
  access: 'administration',
  summary: 'Open or shut a site',
  description: 'Through one that is shut nothing is seen from the next request on.',
  request: { params, body: activeSchema },
  answer: { status: 200, description: 'The site as it is now', body: siteSchema },
  async handle({ params: { id }, body: { active } }, call) {
    await (active ? activateSite : deactivateSite)(call, { site: id });
    return show(call, id);
  },
});

const addKeyRoute = defineRoute({
  method: 'post',
  path: `${base}/{id}/keys`,
  access: 'administration',
  summary: 'Give a site a key',
  description: 'A secret that is made here and told once, or the public half of its own key pair.',
  request: { params, body: newSiteKeySchema },
  answer: { status: 201, description: 'The key', body: madeSiteKeySchema },
  async handle({ params, body: { alg = 'HS256', public_jwk: publicJwk } }, call) {
    const input = { site: params.id, alg, publicJwk };
    const { id, secret } = await addSiteKey(call, call.settings, input);
    return json({ id, alg, secret }, 201, { Location: `${base}/${params.id}/keys/${id}` });
  },
});

const revokeKeyRoute = defineRoute({
  method: 'delete',
  path: `${base}/{id}/keys/{key}`,
  access: 'administration',
  summary: 'End a key',
  description: 'Assertions signed with it, and tokens that came of them, are refused from now on.',
  request: { params: params.extend({ key: z.string().max(200) }) },
  answer: { status: 200, description: 'The site as it is now', body: siteSchema },
  async handle({ params: { id, key } }, call) {
    await revokeSiteKey(call, { site: id, key });
    return show(call, id);
  },
});

export const siteRoutes: readonly Route[] = [
  listSitesRoute,
  createSiteRoute,
  readSiteRoute,
  editSiteRoute,
  switchSiteRoute,
  addKeyRoute,
  revokeKeyRoute,
];
