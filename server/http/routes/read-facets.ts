/** GET /v1/reports/{id}/facets/{column}: the values of a column, counted. */
import { z } from 'zod';
import { facetsSchema } from '../../../shared/wire/report.ts';
import { reports } from '../../report/catalogue.ts';
import { readFacets } from '../../report/facets.ts';
import { openReport } from '../../report/viewer.ts';
import { questionParameter, readQuestion } from '../asked.ts';
import { defineRoute } from '../route.ts';
import { answerTag, tagged } from '../tag.ts';

export const readFacetsRoute = defineRoute({
  method: 'get',
  path: '/v1/reports/{id}/facets/{column}',
  access: 'session',
  summary: 'Count the values of a column',
  request: {
    params: z.object({ id: z.string().max(64), column: z.string().max(64) }),
    query: z.object({
      question: questionParameter,
      search: z.string().max(200).optional().describe('Only values that contain this'),
    }),
  },
  answer: {
    status: 200,
    description: 'Values and counts, most frequent first',
    body: facetsSchema,
  },
  problems: ['not-found', 'unknown-column'],
  async handle({ params, query }, { database, viewer, request }) {
    const report = openReport(reports.get(params.id), viewer);
    const asked = {
      column: params.column,
      question: readQuestion(query.question),
      search: query.search,
    };
    const tag = answerTag(viewer, ['facets', params.id, asked]);
    return tagged(request, tag, () => readFacets(database, report, asked));
  },
});
