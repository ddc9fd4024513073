/** The behaviour book once more, over a real socket, where Node's own server has its say. */
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest';
import { book } from './book/book.ts';
import { conforming } from './conformance.ts';
import { type Listening, listen } from './listening.ts';
import { nextHour, type Stage } from './stage.ts';

let listening: Listening;
let stage: Stage;
beforeAll(async () => {
  listening = await listen();
  stage = conforming(listening.stage);
});
afterAll(() => listening.stop());
beforeEach(() => nextHour(stage));

describe.each(Object.entries(book))('%s', (_chapter, cases) => {
  it.each(Object.entries(cases))('%s', (_sentence, proves) => proves(stage));
});
