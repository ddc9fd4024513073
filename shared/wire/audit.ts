/** The audit: events with their links of the chain, filters, and what a verification finds. */
import { z } from 'zod';
import { listOf } from './list.ts';

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/, { error: 'It is 64 hexadecimal digits' });

export const auditEventSchema = z
  .object({
    id: z.int().describe('Counts up without gaps'),
    at: z.string().describe('ISO 8601 UTC'),
    actor_kind: z
      .string()
      .nullable()
      .describe('`operator`, `superadmin`, `power_user` or `server`; null in old events'),
    actor: z.string(),
    on_behalf_of: z.string().nullable().describe('Whoever the actor acted for, if another'),
    door: z.string().nullable().describe('`cli` or `http`; null for the server itself'),
    request_id: z.string().nullable().describe('Finds the line of the log'),
    action: z.string().describe('Such as `profile.grant`'),
    subject: z.string().describe('Kind and id, such as `power_user:u17`'),
    before: z.unknown().describe('Null when there was nothing'),
    after: z.unknown().describe('Null when there is nothing'),
    hash: hashSchema.nullable().describe('The link of the chain; null while it is not sealed'),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEventWire = z.infer<typeof auditEventSchema>;

const timeSchema = z.int().min(0).max(253_402_300_799);

/** What narrows a list or an export; all of it must hold. Times in Unix seconds. */
export const auditFilterSchema = z.strictObject({
  actor: z.string().min(1).max(300).optional().describe('The whole name, with or without its kind'),
  action: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('The whole action, or its first part: `profile` is every `profile.…`'),
  subject: z.string().min(1).max(300).optional().describe('Kind and id, whole'),
  onBehalfOf: z.string().min(1).max(300).optional(),
  from: timeSchema.optional().describe('Inclusive'),
  until: timeSchema.optional().describe('Exclusive'),
  search: z.string().min(1).max(200).optional().describe('Part of any text of the event'),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

/** The newest first. */
export const auditListSchema = listOf(auditEventSchema).meta({ id: 'AuditList' });
export type AuditList = z.infer<typeof auditListSchema>;

/** The same filters as a query takes them. */
export const auditQuery = {
  actor: auditFilterSchema.shape.actor,
  action: auditFilterSchema.shape.action,
  subject: auditFilterSchema.shape.subject,
  on_behalf_of: auditFilterSchema.shape.onBehalfOf,
  from: z.iso.datetime({ offset: true }).optional().describe('ISO 8601, inclusive'),
  until: z.iso.datetime({ offset: true }).optional().describe('ISO 8601, exclusive'),
  search: auditFilterSchema.shape.search,
};

export const auditFaultKinds = ['changed', 'missing', 'inserted', 'cut', 'rewritten'] as const;

export const auditVerificationSchema = z
  .object({
    whole: z.boolean().describe('No fault was found'),
    events: z.int(),
    unsealed: z.int().describe('At the end of the chain, not sealed yet: nothing speaks for them'),
    head: z
      .object({ id: z.int(), hash: hashSchema })
      .nullable()
      .describe('The last seal: note it elsewhere, and verify against it later'),
    faults: z
      .array(z.object({ kind: z.enum(auditFaultKinds), event: z.int(), told: z.string() }))
      .describe('The first hundred'),
    fault_count: z.int(),
  })
  .meta({ id: 'AuditVerification' });
export type AuditVerification = z.infer<typeof auditVerificationSchema>;
