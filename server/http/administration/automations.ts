/** /admin/v1/automations: rules that make power users; previewed, switched and changed (SKY-023 to SKY-027). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import {
  automationChangeSchema,
  automationPreviewSchema,
  automationQuestionSchema,
  automationSchema,
  changedAutomationSchema,
  enabledSchema,
  newAutomationSchema,
} from '../../../shared/wire/automation.ts';
import { listOf, listQuery } from '../../../shared/wire/list.ts';
import {
  type AutomationRecord,
  automationFilters,
  automationListing,
  automationSubject,
  noAutomation,
} from '../../command/automation-record.ts';
import { createAutomation } from '../../command/create-automation.ts';
import { disableAutomation } from '../../command/disable-automation.ts';
import { editAutomation } from '../../command/edit-automation.ts';
import { enableAutomation } from '../../command/enable-automation.ts';
import { conditionsOf } from '../../command/listing.ts';
import { type PreviewedPeople, previewAutomation } from '../../command/preview-automation.ts';
import { removeAutomation } from '../../command/remove-automation.ts';
import type { Settled } from '../../command/settle-automations.ts';
import { type Shown, showResource } from '../edition.ts';
import { type Call, defineRoute, json, type Route } from '../route.ts';
import { answerList } from './list.ts';
import { ruleListWire } from './rule-wire.ts';

const params = z.object({ name: z.string().max(500) });
const base = '/admin/v1/automations';
const address = (name: string) => `${base}/${encodeURIComponent(name)}`;

const automationWire = ({ rules, ...automation }: AutomationRecord) => ({
  ...automation,
  rules: rules === null ? null : ruleListWire(rules),
});

/** @param settled what a change that has just been made came to for people */
const show = (
  call: Call,
  name: string,
  settled: Partial<Settled> = {},
  rest: Pick<Shown<never>, 'status' | 'headers'> = {},
): Promise<Response> =>
  showResource(call, automationSubject(name, sql`a.name = ${name}`), {
    ...rest,
    as: (automation) => ({ ...automationWire(automation), ...settled }),
    missing: () => noAutomation(name),
  });

const listAutomationsRoute = defineRoute({
  method: 'get',
  path: base,
  access: 'administration',
  summary: 'List the automations',
  description: 'In the order in which they give, unless another is asked for.',
  request: {
    query: listQuery(['order', 'name'], {
      enabled: z.enum(['true', 'false']).optional(),
      profile: z.string().max(500).optional().describe('Those that give this profile'),
      dataset: z.string().max(500).optional().describe('Those that give this dataset'),
    }),
  },
  answer: { status: 200, description: 'A page of automations', body: listOf(automationSchema) },
  problems: ['bad-cursor'],
  handle({ query }, call) {
    const where = conditionsOf(automationFilters, query);
    return answerList(call, automationListing, query, where, automationWire);
  },
});

const createAutomationRoute = defineRoute({
  method: 'post',
  path: base,
  access: 'administration',
  summary: 'Make an automation',
  description: 'It gives nothing before it is enabled, so that it can be previewed.',
  request: { body: newAutomationSchema },
  answer: { status: 201, description: 'The automation', body: changedAutomationSchema },
  async handle({ body }, call) {
    const { automation, settled } = await createAutomation(call, body);
    const headers = { Location: address(automation.name) };
    return show(call, automation.name, settled, { status: 201, headers });
  },
});

const previewAutomationRoute = defineRoute({
  method: 'post',
  path: '/admin/v1/automation-previews',
  access: 'administration',
  summary: 'Ask whom an automation would include',
  description: 'As if it were enabled, with what is given in place of its own. Nothing is saved.',
  request: { body: automationQuestionSchema },
  answer: {
    status: 200,
    description: 'The counts and the first of each',
    body: automationPreviewSchema,
  },
  async handle({ body }, { database }) {
    const { included, gain, lose, beyond, deadRules } = await previewAutomation(database, body);
    return json({
      included: peopleWire(included),
      gain: peopleWire(gain),
      lose: peopleWire(lose),
      beyond: peopleWire(beyond),
      dead_rules: deadRules,
    });
  },
});

const peopleWire = ({ count, first }: PreviewedPeople) => ({
  count,
  first: first.map(({ key, name }) => ({ id: key, name })),
});

const readAutomationRoute = defineRoute({
  method: 'get',
  path: `${base}/{name}`,
  access: 'administration',
  summary: 'Read an automation',
  request: { params },
  answer: { status: 200, description: 'The automation', body: automationSchema },
  problems: ['not-found'],
  handle: ({ params: { name } }, call) => show(call, name),
});

const editAutomationRoute = defineRoute({
  method: 'patch',
  path: `${base}/{name}`,
  access: 'administration',
  summary: 'Change an automation',
  description:
    'What is not named stays. What it gave follows at once. A new name is a new address.',
  request: { params, body: automationChangeSchema },
  answer: {
    status: 200,
    description: 'The automation as it is now',
    body: changedAutomationSchema,
  },
  async handle({ params: { name }, body }, call) {
    const { automation, settled } = await editAutomation(call, { automation: name, ...body });
    const headers = { 'Content-Location': address(automation.name) };
    return show(call, automation.name, settled, { headers });
  },
});

const switchAutomationRoute = defineRoute({
  method: 'put',
  path: `${base}/{name}/enabled`,
  access: 'administration',
  summary: 'Enable or disable an automation',
  description:
    'Enabled, it gives to whoever matches, at once; disabled, what it gave is taken back, and nothing else.',
  request: { params, body: enabledSchema },
  answer: {
    status: 200,
    description: 'The automation as it is now',
    body: changedAutomationSchema,
  },
  async handle({ params: { name }, body: { enabled } }, call) {
    const input = { automation: name };
    const { settled } = await (enabled ? enableAutomation : disableAutomation)(call, input);
    return show(call, name, settled);
  },
});

const removeAutomationRoute = defineRoute({
  method: 'delete',
  path: `${base}/{name}`,
  access: 'administration',
  summary: 'Remove an automation',
  description: 'What it gave is taken back at once, and nothing else.',
  request: { params },
  answer: { status: 200, description: 'The automation that was', body: changedAutomationSchema },
  async handle({ params: { name } }, call) {
    const { automation, settled } = await removeAutomation(call, { automation: name });
    return json({ ...automationWire(automation), ...settled });
  },
});

export const automationRoutes: readonly Route[] = [
  listAutomationsRoute,
  createAutomationRoute,
  previewAutomationRoute,
  readAutomationRoute,
  editAutomationRoute,
  switchAutomationRoute,
  removeAutomationRoute,
];
