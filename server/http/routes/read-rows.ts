/** GET /v1/reports/{id}/rows: one page of rows, with count and totals over the whole answer. */
import { z } from 'zod';
import { rowsSchema } from '../../../shared/wire/report.ts';
import { reports } from '../../report/catalogue.ts';
import { readPage } from '../../report/page.ts';
import { openReport } from '../../report/viewer.ts';
import { questionParameter, readQuestion } from '../asked.ts';
import { defineRoute } from '../route.ts';
import { answerTag, tagged } from '../tag.ts';
import { catalogueId } from './read-report.ts';

/** A cursor holds the values that the rows are sorted by, and texts can be long. */
const longestCursor = 50_000;

const wholeNumber = z.string().regex(/^[1-9]\d{0,2}$/, 'a whole number from 1 to 200');

export const readRowsRoute = defineRoute({
  method: 'get',
  path: '/v1/reports/{id}/rows',
  access: 'session',
  summary: 'Read a page of rows',
  request: {
    params: catalogueId,
    query: z.object({
      question: questionParameter,
      limit: wholeNumber
        .transform(Number)
        .pipe(z.number().max(200))
        .optional()
        .describe('Rows in the page, 1 to 200; 50 by default'),
      cursor: z.string().max(longestCursor).optional().describe('`next_cursor` of the page before'),
    }),
  },
  answer: { status: 200, description: 'The page', body: rowsSchema },
  problems: ['not-found', 'unknown-column', 'bad-cursor'],
  async handle({ params, query }, { database, settings, viewer, request }) {
    const report = openReport(reports.get(params.id), viewer);
    const page = {
      question: readQuestion(query.question),
      limit: query.limit ?? 50,
      cursor: query.cursor,
    };
    const tag = answerTag(viewer, ['rows', params.id, page]);
    return tagged(request, tag, () => readPage(database, settings, report, page));
  },
});
