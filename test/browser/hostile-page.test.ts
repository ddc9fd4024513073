/** A page that is careless or means harm: what it sets and sends moves neither what is asked nor whom. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Host, loaderTag, pageOf, startHost } from './host.ts';
import type { Recording } from './recording.ts';
import { columnOf, countIn, report } from './screen.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let host: Host;
/** Where nothing may ever go. It would answer anything to anybody. */
let stranger: Host;
/** What a page asks that does nothing out of the ordinary. */
let usual: string[];
beforeAll(async () => {
  stage = await openStage();
  host = await stage.host('fjordlys');
  stranger = await startHost(async () => 'a.b.c');
  usual = await questionsOf(put('/plain', plain));
});
afterAll(async () => {
  await stranger.close();
  await stage.close();
});
afterEach(async () => {
  await stage.clear();
  expect(stranger.asked).toEqual([]);
});

const put = (path: string, body: string, head = loaderTag(stage.demo.apiOrigin)): string => {
  host.pages.set(path, { html: pageOf({ head, body }) });
  return host.origin + path;
};

/** What went to the API, without the session's own exchange. */
const asked = (recording: Recording): string[] =>
  recording.sent
    .map((request) => `${request.method()} ${request.url()}`)
    .filter((line) => line.includes('/v1/') && !line.includes('/v1/token'))
    .toSorted();

async function questionsOf(address: string): Promise<string[]> {
  const { page, recording, context } = await stage.stranger();
  await page.goto(address);
  await countIn(report(page));
  await context.close();
  return asked(recording);
}

const plain = '<ambit-report report="learners" searchable exportable></ambit-report>';

/** One element each, all on one page. */
const hostileAttributes = (): readonly string[] => [
  `filters='{"__proto__":{"apiBase":"${stranger.origin}"}}'`,
  `filters='[{"__proto__":{"column":"user_id","op":"equals","value":"x"}}]'`,
  `filters='[[[[[[[['`,
  `filters='[{"column":{"toString":1},"op":"equals"},null,7,{"column":"x","op":"constructor"}]'`,
  `__proto__='{"report":"courses"}'`,
  `constructor='x'`,
  `page-size='-1e400'`,
  `theme='"><script>1</script>'`,
  `locale='__proto__'`,
  `heading='<img src=x>'`,
];

describe('T-59 hostile attributes', () => {
  it('ask just what an element without them asks, each of them', async () => {
    const attributes = hostileAttributes();
    const elements = attributes.map((one) => plain.replace('searchable', `searchable ${one}`));
    const { page, recording } = await stage.stranger();
    await page.goto(put('/hostile', elements.join('')));
    for (const table of await page.locator('ambit-report').all()) await countIn(table);
    const questions = asked(recording);
    expect(questions).toHaveLength(usual.length * attributes.length);
    expect([...new Set(questions)]).toEqual(usual);
  });

  it('and a good one is heeded', async () => {
    const filter = '[{"column":"overdue","op":"greater","value":0}]';
    const address = put('/filter', plain.replace('searchable', `filters='${filter}'`));
    expect((await questionsOf(address)).join()).toContain('greater');
  });
});

describe('T-59 a polluted Object.prototype', () => {
  it('changes no question, sends nothing elsewhere, and configures nothing', async () => {
    const polluting = `<script>
      const stranger = ${JSON.stringify(stranger.origin)};
      const pollution = { apiBase: stranger, origin: stranger, url: stranger, href: stranger, baseURL: stranger,
        assertion: stranger + '/assertion', method: 'POST', body: 'x', credentials: 'include', redirect: 'follow',
        referrer: location.href, referrerPolicy: 'unsafe-url', mode: 'no-cors', cache: 'force-cache',
        headers: { 'x-polluted': '1' }, integrity: 'sha256-x', keepalive: true, filters: [{ column: 'x' }],
        question: { filters: [1] }, sort: [{ column: 'x' }], columns: ['x'], q: 'x', limit: 1, cursor: 'x',
        column: 'user_name', op: 'equals', desc: true, allowed: true, access_token: 'x', expires_in: 1e9,
        instance: 'x', detail: 'x', type: 'x', report: 'courses', fetch: () => fetch(stranger) };
      for (const [key, value] of Object.entries(pollution))
        Object.defineProperty(Object.prototype, key, { value, writable: true, configurable: true, enumerable: false });
    </script>`;
    const address = put('/polluted', plain, polluting + loaderTag(stage.demo.apiOrigin));
    expect(await questionsOf(address)).toEqual(usual);
  });

  it('does not connect a page that did not connect itself', async () => {
    const head = `<script>Object.prototype.assertion = '/assertion'; Object.prototype.apiBase = '';</script>
      <script type="module">
        import { configure } from '${stage.demo.apiOrigin}/ambit.js';
        configure({});
      </script>`;
    const { page, recording } = await stage.stranger();
    await page.goto(put('/unconfigured', plain, head));
    await page.getByRole('alert').getByText('not connected').waitFor();
    expect(recording.countOf('POST', '/v1/token')).toBe(0);
  });
});

describe('T-61 messages', () => {
  it('are heard by nobody of ours, whoever sends them', async () => {
    const frame = `<iframe src="${stage.demo.apiOrigin}/healthz" title="a frame"></iframe>`;
    const { page, recording, context } = await stage.stranger();
    await context.addInitScript(() => {
      const heard: string[] = [];
      Object.defineProperty(globalThis, 'heard', { value: heard });
      const listen = EventTarget.prototype.addEventListener;
      EventTarget.prototype.addEventListener = function (this: EventTarget, type, ...rest) {
        heard.push(type);
        return listen.call(this, type, ...rest);
      };
    });
    await page.goto(put('/messages', `${plain}<ambit-dashboard></ambit-dashboard>${frame}`));
    await countIn(report(page));
    await page.getByText('in your scope').waitFor();
    const before = { questions: asked(recording), names: await columnOf(report(page), 'Name') };
    await page.evaluate((origin) => {
      for (let i = 0; i < 200; i += 1) {
        const message = { type: 'ambit', token: 'x', apiBase: origin, assertion: origin, i };
        window.postMessage(message, '*');
        window.postMessage(JSON.stringify(message), '*');
        for (const widget of document.querySelectorAll('ambit-report, ambit-dashboard')) {
          widget.dispatchEvent(new MessageEvent('message', { data: message, origin }));
        }
      }
      // Once this one is heard, all before it have been delivered.
      return new Promise((resolve) => {
        window.addEventListener('message', ({ data }) => data === 'last' && resolve(null));
        window.postMessage('last', '*');
      });
    }, stranger.origin);
    expect(asked(recording)).toEqual(before.questions);
    expect(await columnOf(report(page), 'Name')).toEqual(before.names);
    const listeners = await page.evaluate(() => Reflect.get(globalThis, 'heard') as string[]);
    expect(listeners.filter((type) => type === 'message')).toHaveLength(1);
  });
});

describe('T-62 another API', () => {
  const alert = 'This page is not connected';

  it('named by an element is refused', async () => {
    for (const base of [
      stranger.origin,
      `${stage.demo.apiOrigin}.stranger.example`,
      '//x',
      'blob:x',
    ]) {
      const { page, recording, context } = await stage.stranger();
      await page.goto(put('/element', plain.replace('searchable', `api-base="${base}"`)));
      await page.getByRole('alert').getByText(alert).waitFor();
      expect(recording.console.join('\n')).toContain('api-base');
      expect(recording.countOf('GET', /^\/v1\//)).toBe(0);
      await context.close();
    }
  });

  it('named by the script tag or by the page’s own script is refused, before any token is asked for', async () => {
    const own = `import { configure } from '${stage.demo.apiOrigin}/ambit.js';
      configure({ assertion: '/assertion', apiBase: '${stranger.origin}' });`;
    const heads = [
      loaderTag(
        stage.demo.apiOrigin,
        `data-assertion="/assertion" data-api-base="${stranger.origin}"`,
      ),
      `<script type="module">${own}</script>`,
    ];
    for (const head of heads) {
      const { page, recording, context } = await stage.stranger();
      await page.goto(put('/tag', plain, head));
      await page.getByRole('alert').getByText(alert).waitFor();
      expect(recording.countOf('POST', '/v1/token')).toBe(0);
      await context.close();
    }
  });

  it('and our own is taken, wherever it is named', async () => {
    const head = loaderTag(
      stage.demo.apiOrigin,
      `data-assertion="/assertion" data-api-base="${stage.demo.apiOrigin}"`,
    );
    const body = plain.replace('searchable', `api-base="${stage.demo.apiOrigin}/"`);
    expect(await questionsOf(put('/own', body, head))).not.toEqual([]);
  });

  it('is not reached by a redirect of ours either: a token follows none', async () => {
    const { page, context } = await stage.stranger();
    await context.route(`${stage.demo.apiOrigin}/v1/reports/**`, (route) =>
      route.fulfill({
        status: 302,
        headers: {
          location: `${stranger.origin}/taken`,
          'access-control-allow-origin': host.origin,
        },
      }),
    );
    await page.goto(put('/redirect', plain));
    await page.getByRole('alert').getByText('No connection').waitFor();
  });

  it('would be seen, were anything to go there', async () => {
    const { page } = await stage.stranger();
    await page.goto(put('/plain', plain));
    await page.evaluate((address) => fetch(address), `${stranger.origin}/seen`);
    expect(stranger.asked.splice(0)).toEqual(['/seen']);
  });
});
