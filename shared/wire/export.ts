/** Asking for a file, and its manifest. */
import { z } from 'zod';
import { questionSchema } from './report.ts';

export const exportFormats = ['csv'] as const;

export const exportRequestSchema = z
  .strictObject({
    report: z.string().min(1).max(64),
    format: z.enum(exportFormats).default('csv'),
    question: questionSchema.prefault({}),
    bom: z
      .boolean()
      .default(true)
      .describe('A UTF-8 byte order mark, for spreadsheets that need it'),
  })
  .meta({ id: 'ExportRequest' });
export type ExportRequest = z.infer<typeof exportRequestSchema>;

/** ready: not fetched yet; streaming: being fetched; the rest are ends. */
export const exportStatuses = ['ready', 'streaming', 'complete', 'failed', 'expired'] as const;
export type ExportStatus = (typeof exportStatuses)[number];

export const exportManifestSchema = z
  .object({
    id: z.string(),
    report: z.string(),
    format: z.enum(exportFormats),
    filename: z.string(),
    status: z.enum(exportStatuses),
    created_at: z.string(),
    expires_at: z.string(),
    rows_expected: z.int().describe('Counted when the export was asked for'),
    rows_written: z.int(),
    bytes: z.int().nullable().describe('Null until complete'),
    sha256: z
      .string()
      .nullable()
      .describe('Lower-case hexadecimal, of the whole file; null until complete'),
    url: z
      .string()
      .nullable()
      .describe('The single-use signed address, told only once, in the answer to POST'),
  })
  .meta({ id: 'ExportManifest' });
export type ExportManifest = z.infer<typeof exportManifestSchema>;
