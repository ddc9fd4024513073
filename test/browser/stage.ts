/** The real demonstration and a real browser, with supervisors who sign in as they would by hand. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Occasion } from '../../server/command/change.ts';
import { editSite } from '../../server/command/edit-site.ts';
import type { Customer } from '../../server/data/academy/authority.ts';
import { type RunningDemo, startDemo } from '../../server/runtime/demo.ts';
import { launchChromium } from './chromium.ts';
import { type Host, startHost } from './host.ts';
import { Recording } from './recording.ts';

/** The supervisors of the academy, by the site that they sign in to. */
export type SiteId = 'fjordlys' | 'molino-aurelia' | 'qamar';

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly recording: Recording;
  readonly customer: Customer;
}

export interface Stage {
  readonly demo: RunningDemo;
  readonly browser: Browser;
  customer(site: SiteId): Customer;
  /** A browser context of its own, signed in to the portal as the supervisor of `site`; no page is open yet. */
  visit(site: SiteId, options?: BrowserContextOptions): Promise<Visit>;
  /** Pages of the company's own, of another origin than the portal, registered with its site. */
  host(site: SiteId): Promise<Host>;
  /** A browser context that is signed in nowhere. */
  stranger(options?: BrowserContextOptions): Promise<Omit<Visit, 'customer'>>;
  /** As the commands of the server take it. */
  occasion(): Occasion;
  /** Ends what visits are left; the demonstration goes on. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Longer than anything takes on a busy machine of two cores, and shorter than a test. */
const patienceMs = 20_000;

export async function openStage(): Promise<Stage> {
  const [demo, browser] = await Promise.all([
    startDemo({ apiPort: 0, portalPort: 0 }),
    launchChromium(),
  ]);
  const customer = (site: SiteId): Customer => {
    const found = demo.academy.customers.find(({ siteId }) => siteId === site);
    if (!found) throw new RangeError(`No customer ${site}`);
    return found;
  };
  const hosts: Host[] = [];
  const occasion = (): Occasion => ({
    database: demo.database,
    actor: { kind: 'operator', name: 'test' },
    nowSeconds: Math.floor(Date.now() / 1000),
  });
  const stranger = async (options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ baseURL: demo.portalOrigin, ...options });
    context.setDefaultTimeout(patienceMs);
    const recording = await Recording.of(context);
    return { context, recording, page: await context.newPage() };
  };
  const clear = async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  };
  return {
    demo,
    browser,
    customer,
    clear,
    occasion,
    stranger,
    async visit(site, options) {
      const visit = await stranger(options);
      const [supervisor] = customer(site).supervisors;
      const form = { username: supervisor?.username ?? '', to: '/' };
      await visit.context.request.post('/sign-in', { form, maxRedirects: 0 });
      return { ...visit, customer: customer(site) };
    },
    async host(site) {
      const cookie = await signIn(demo, customer(site));
      const host = await startHost(() => assertionFor(demo, cookie));
      hosts.push(host);
      const origins = [demo.portalOrigin, ...hosts.map(({ origin }) => origin)];
      await editSite(occasion(), { site, origins });
      return host;
    },
    async close() {
      await clear();
      await browser.close();
      await Promise.all(hosts.map((host) => host.close()));
      await demo.close();
    },
  };
}

/** The cookie of a session at the portal. */
async function signIn(demo: RunningDemo, { supervisors }: Customer): Promise<string> {
  const answer = await fetch(`${demo.portalOrigin}/sign-in`, {
    method: 'POST',
    body: new URLSearchParams({ username: supervisors[0]?.username ?? '', to: '/' }),
    redirect: 'manual',
  });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** As the company's backend would sign it. */
async function assertionFor({ portalOrigin }: RunningDemo, cookie: string): Promise<string> {
  const answer = await fetch(`${portalOrigin}/ambit/assertion`, { headers: { cookie } });
  return ((await answer.json()) as { assertion: string }).assertion;
}
