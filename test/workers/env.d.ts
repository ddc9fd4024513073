/** What the Workers tests find in their environment: the bindings, and the migrations to apply. */
declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    MIGRATIONS: import('cloudflare:test').D1Migration[];
  }
}
