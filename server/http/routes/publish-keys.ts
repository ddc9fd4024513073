/** GET /.well-known/jwks.json: the public keys that scope tokens are verified with (RFC 7517). */
import { z } from 'zod';
import { publicJwks } from '../../token/signing-keys.ts';
import { defineRoute, json } from '../route.ts';

export const publishKeysRoute = defineRoute({
  method: 'get',
  path: '/.well-known/jwks.json',
  access: 'public',
  summary: 'Our public keys',
  request: {},
  answer: {
    status: 200,
    description: 'A JWK set',
    body: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }),
  },
  async handle(_input, { database, nowSeconds }) {
    return json(await publicJwks(database, nowSeconds));
  },
});
