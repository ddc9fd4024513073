/** Sites and their keys on the wire of administration. A key's secret is told once, when it is made. */
import { z } from 'zod';

export const siteSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    active: z.boolean(),
    origins: z.array(z.string()),
    ceiling: z.string().nullable().describe('The dataset that nothing seen through it exceeds'),
    keys: z.array(
      z.object({
        id: z.string(),
        alg: z.string(),
        created_at: z.string(),
        revoked_at: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Site' });

const origins = z.array(z.string()).max(100);

export const newSiteSchema = z
  .strictObject({ id: z.string(), name: z.string(), origins, ceiling: z.string() })
  .meta({ id: 'NewSite' });

export const siteChangeSchema = z
  .strictObject({
    name: z.string().optional(),
    origins: origins.optional().describe('All of them anew'),
    ceiling: z.string().optional(),
  })
  .meta({ id: 'SiteChange' });

export const activeSchema = z.strictObject({ active: z.boolean() });

export const newSiteKeySchema = z
  .strictObject({
    alg: z.string().optional().describe('`HS256` (by default), `ES256` or `EdDSA`'),
    public_jwk: z
      .record(z.string(), z.unknown())
      .optional()
      .describe("For the latter two: the public half of the portal's own key pair"),
  })
  .meta({ id: 'NewSiteKey' });

export const madeSiteKeySchema = z
  .object({
    id: z.string(),
    alg: z.string(),
    secret: z.string().nullable().describe('For HS256, told this once'),
  })
  .meta({ id: 'MadeSiteKey' });
