/** The behaviour book inside workerd, on D1. */
import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, it } from 'vitest';
import { openD1 } from '../../server/data/d1.ts';
import { openDatabase } from '../../server/data/database.ts';
import { startWorkerDigest } from '../../server/runtime/worker-digest.ts';
import { book } from '../http/book/book.ts';
import { conforming } from '../http/conformance.ts';
import { buildStage, nextHour, type Stage } from '../http/stage.ts';

let stage: Stage;
beforeAll(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  stage = conforming(await buildStage(openDatabase(openD1(env.DB)), startWorkerDigest));
});
beforeEach(() => nextHour(stage));

describe.each(Object.entries(book))('%s', (_chapter, cases) => {
  it.each(Object.entries(cases))('%s', (_sentence, proves) => proves(stage));
});
