/** A superadmin's own program: it holds an administration token and asks from a server. */
import { createAdminToken } from '../../server/command/create-admin-token.ts';
import type { Stage } from './stage.ts';

export interface Administrator {
  readonly token: string;
  ask(method: string, path: string, body?: unknown, headers?: HeadersInit): Promise<Response>;
  /** The JSON of a 2xx; throws what came instead. */
  read<T>(path: string): Promise<T>;
  /** The JSON of a 2xx to a request that changes something; throws what came instead. */
  change<T>(method: string, path: string, body?: unknown, headers?: HeadersInit): Promise<T>;
}

/** With a fresh token. */
export async function openAdministrator(stage: Stage): Promise<Administrator> {
  const actor = { kind: 'operator', name: 'test' } as const;
  const occasion = { database: stage.database, actor, nowSeconds: stage.clock.now };
  const { secret: token } = await createAdminToken(occasion, { name: 'test' });
  const ask: Administrator['ask'] = (method, path, body, headers) => {
    const sent = new Headers(headers);
    sent.set('Authorization', `Bearer ${token}`);
    if (body !== undefined) sent.set('Content-Type', 'application/json');
    const text = body === undefined ? null : JSON.stringify(body);
    const url = stage.settings.issuer + path;
    return stage.fetch(new Request(url, { method, headers: sent, body: text }));
  };
  const jsonOf = async <T>(response: Response): Promise<T> => {
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    token,
    ask,
    read: async <T>(path: string) => jsonOf<T>(await ask('GET', path)),
    change: async <T>(...request: Parameters<Administrator['ask']>) =>
      jsonOf<T>(await ask(...request)),
  };
}

/** What every list answers. */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly next: string | null;
}

/** All pages of a list, one behind the other. */
export async function allItems<T>(
  { read }: Administrator,
  path: string,
  limit = 200,
): Promise<Listed<T>> {
  const from = (cursor: string | null) => {
    const query = new URLSearchParams({ limit: String(limit), ...(cursor && { cursor }) });
    return read<Listed<T>>(`${path}${path.includes('?') ? '&' : '?'}${query}`);
  };
  const first = await from(null);
  const items = [...first.items];
  for (let { next } = first; next !== null; ) {
    const page = await from(next);
    items.push(...page.items);
    next = page.next;
  }
  return { items, total: first.total, next: null };
}
