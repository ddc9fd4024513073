/** All tables in one namespace, for drizzle. */
export * from './administration.ts';
export * from './authority.ts';
export * from './automation.ts';
export * from './learning.ts';
export * from './ledger.ts';
export * from './people.ts';
export * from './progress.ts';
export * from './resources.ts';
