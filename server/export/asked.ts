/** What the audit keeps of a question, for good: which columns and which filters, and not what the filters look for. */
import type { ExportRequest } from '../../shared/wire/export.ts';
import { sha256Of } from '../data/sha256.ts';

/** Small whatever was asked; the digest proves a question that somebody still has. */
export async function askedFor(request: Pick<ExportRequest, 'report' | 'question'>) {
  const { report, question } = request;
  const { columns = null, filters, sort, q } = question;
  return {
    report,
    columns,
    filteredBy: [...new Set(filters.map(({ column }) => column))],
    sortedBy: sort.map(({ column }) => column),
    searched: q !== undefined,
    questionSha256: await sha256Of(JSON.stringify(question)),
  };
}
