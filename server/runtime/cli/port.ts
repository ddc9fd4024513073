/** A port as the command line takes it. */
import { Refusal } from '../../../shared/refusal.ts';

/** @throws Refusal `bad-request` that names the option. */
export function parsePort(option: string, text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new Refusal('bad-request', `${option} takes a number up to 65535, not "${text}"`);
}
