/** A leaked site key brought with another customer's supervisor: what is told beside the rows that it never gets. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';
import { startNodeDigest } from '../../server/runtime/node-digest.ts';
import type { Session } from '../../shared/wire/session.ts';
import { layla, openPage, type Who } from '../http/portal.ts';
import { buildStage, type Stage } from '../http/stage.ts';

describe('the session', () => {
  let stage: Stage;
  beforeAll(async () => {
    const database = openDatabase(await openLibsql(':memory:'));
    await applyMigrations(database);
    stage = await buildStage(database, startNodeDigest);
  });
  const sessionOf = async (who: Who) => (await openPage(stage, who)).read<Session>('/v1/session');

  it('T-08 names no dataset that lies outside the ceiling of the site', async () => {
    const told = await sessionOf({ ...layla, site: 'fjordlys' });
    expect(told).toMatchObject({ learners: 0, courses: 0, datasets: [] });
    expect(JSON.stringify(told)).not.toContain('Qamar');
  });

  it('names it through the customer’s own site', async () => {
    const told = await sessionOf(layla);
    expect(told.datasets.map(({ name }) => name)).toEqual(['Everybody at Qamar']);
  });
});
