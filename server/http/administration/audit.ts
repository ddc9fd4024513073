/** /admin/v1/audit: who changed what, as a list and as a file, and whether the chain of it is whole. */
import { z } from 'zod';
import { toUnixSeconds } from '../../../shared/time.ts';
import {
  auditListSchema,
  auditQuery,
  auditVerificationSchema,
} from '../../../shared/wire/audit.ts';
import { listQuery } from '../../../shared/wire/list.ts';
import { auditFormats, exportAudit } from '../../command/export-audit.ts';
import { listAudit } from '../../command/list-audit.ts';
import { verifyAudit } from '../../command/verify-audit.ts';
import { defineRoute, json, type Route } from '../route.ts';
import { toStream } from '../stream.ts';

const { limit, cursor } = listQuery(['id'], {}).shape;
const listShape = z.strictObject({ ...auditQuery, limit, cursor });
const exportShape = z.strictObject({
  ...auditQuery,
  format: z.enum(auditFormats).default('jsonl').describe('Lines of JSON have all of the chain'),
});

/** The filters as commands take them. */
function filterOf({
  from,
  until,
  on_behalf_of: onBehalfOf,
  ...rest
}: Omit<z.infer<typeof listShape>, 'limit' | 'cursor'>) {
  return {
    ...rest,
    onBehalfOf,
    from: from === undefined ? undefined : toUnixSeconds(new Date(from)),
    until: until === undefined ? undefined : toUnixSeconds(new Date(until)),
  };
}

const listAuditRoute = defineRoute({
  method: 'get',
  path: '/admin/v1/audit',
  access: 'administration',
  summary: 'List the audit',
  description: 'The newest first. All filters that are set must hold.',
  request: { query: listShape },
  answer: { status: 200, description: 'A page of events', body: auditListSchema },
  problems: ['unprocessable'],
  async handle({ query: { limit, cursor, ...filter } }, { database }) {
    return json(await listAudit(database, { ...filterOf(filter), limit, cursor }));
  },
});

const mediaTypes = { jsonl: 'application/jsonl', csv: 'text/csv' } as const;

const exportAuditRoute = defineRoute({
  method: 'get',
  path: '/admin/v1/audit/export',
  access: 'administration',
  summary: 'Export the audit',
  description: 'The oldest first. Leaves an event of its own, before the first line.',
  request: { query: exportShape },
  answer: { status: 200, description: 'The file', body: 'application/jsonl' },
  async handle({ query: { format, ...filter } }, call) {
    const parts = await exportAudit(call, { ...filterOf(filter), format });
    return new Response(toStream(parts), {
      headers: {
        'Content-Type': `${mediaTypes[format]}; charset=utf-8`,
        'Content-Disposition': `attachment; filename="audit.${format}"`,
      },
    });
  },
});

const verifyAuditRoute = defineRoute({
  method: 'get',
  path: '/admin/v1/audit/verify',
  access: 'administration',
  summary: 'Verify the audit',
  description: 'Walks the whole chain. `head` is one that was noted earlier.',
  request: {
    query: z.strictObject({
      head: z
        .string()
        .regex(/^[1-9]\d{0,14}:[0-9a-f]{64}$/, '<id>:<hash>')
        .optional(),
    }),
  },
  answer: { status: 200, description: 'What was found', body: auditVerificationSchema },
  async handle({ query: { head } }, { database }) {
    const [id, hash] = head?.split(':') ?? [];
    return json(await verifyAudit(database, id ? { noted: { id: Number(id), hash } } : {}));
  },
});

export const auditRoutes: readonly Route[] = [listAuditRoute, exportAuditRoute, verifyAuditRoute];
