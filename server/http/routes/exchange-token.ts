/** POST /v1/token: trades a portal's assertion for a scope token (RFC 8693). Errors are those of RFC 6749. */
import { z } from 'zod';
import { tokenAnswerSchema } from '../../../shared/wire/session.ts';
import { settleWhenBehind } from '../../command/settle-automations.ts';
import { exchangeAssertion } from '../../token/exchange.ts';
import { readTokenRequest } from '../../token/token-request.ts';
import { defineRoute, json } from '../route.ts';

export const exchangeTokenRoute = defineRoute({
  method: 'post',
  path: '/v1/token',
  access: 'assertion',
  summary: 'Trade an assertion for a scope token',
  description:
    'OAuth 2.0 token exchange (RFC 8693). An assertion is good once. Errors are those of RFC 6749 section 5.2.',
  request: {
    form: z.object({
      grant_type: z.literal('urn:ietf:params:oauth:grant-type:token-exchange'),
      subject_token: z.string().describe('The assertion that the portal signed'),
      subject_token_type: z.literal('urn:ietf:params:oauth:token-type:jwt'),
    }),
  },
  answer: { status: 200, description: 'A scope token', body: tokenAnswerSchema },
  async handle({ form }, { database, settings, request, requestId, nowSeconds }) {
    const assertion = readTokenRequest(form);
    const origin = request.headers.get('Origin');
    const settle = () => settleWhenBehind(database, nowSeconds);
    const exchange = { assertion, origin, nowSeconds, requestId, settle };
    return json(await exchangeAssertion(database, settings, exchange));
  },
});
