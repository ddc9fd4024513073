/** Proves that these tests run inside workerd, on a real D1, with the project's own migrations. */
import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';

describe('the Workers runtime', () => {
  it('answers as workerd', () => {
    expect(navigator.userAgent).toBe('Cloudflare-Workers');
  });

  it('runs a query on D1', async () => {
    const row = await env.DB.prepare('SELECT ?1 + 1 AS answer')
      .bind(41)
      .first<{ answer: number }>();
    expect(row).toEqual({ answer: 42 });
  });

  it('applies every migration to an empty database, and once', async () => {
    expect(env.MIGRATIONS.length).toBeGreaterThan(0);
    await applyD1Migrations(env.DB, env.MIGRATIONS);
    await applyD1Migrations(env.DB, env.MIGRATIONS);
    const { results } = await env.DB.prepare('SELECT name FROM d1_migrations').all();
    expect(results.map((row) => row.name)).toEqual(env.MIGRATIONS.map(({ name }) => name));
  });
});
