/** What the server names is said in Arabic too: every report, column, value, and tile, by its id. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { reports } from '../../server/report/catalogue.ts';
import { readDashboard } from '../../server/report/dashboard.ts';
import { dashboards } from '../../server/report/dashboard-catalogue.ts';
import { describeReport, type Viewer } from '../../server/report/viewer.ts';
import type { Dashboard } from '../../shared/wire/dashboard.ts';
import type { Report } from '../../shared/wire/report.ts';
import { tellTile } from '../../widget/chart/told-tile.ts';
import { tellBoard } from '../../widget/dashboard/told-board.ts';
import { labels } from '../../widget/locale/ar-labels.ts';
import { english, type Locale, localeFor } from '../../widget/locale/locale.ts';
import { tellReport } from '../../widget/locale/told.ts';
import { open, openCompany, viewerOf } from './report-world.ts';

let database: Database;
let viewer: Viewer;
let arabic: Locale;
beforeAll(async () => {
  database = await openCompany();
  viewer = await viewerOf(database);
  arabic = await localeFor('ar');
});

const describedReports = (): Report[] =>
  [...reports.keys()].map((id) => describeReport(open(viewer, id)));

const boards = (): Promise<Dashboard[]> =>
  Promise.all(
    [...dashboards.values()].map((definition) =>
      readDashboard(database, viewer, definition, { filters: [] }),
    ),
  );

/** Names that a customer gave. */
const own = (id: string): boolean => id.startsWith('field_');

/** Every text of a report, by where it stands. */
const textsOf = ({ title, description, columns, narrows = [] }: Report): [string, string][] => [
  ['title', title],
  ['description', description],
  ...[...columns, ...narrows]
    .filter(({ id }) => !own(id))
    .flatMap((column): [string, string][] => [
      [column.id, column.label],
      ...(column.description === null
        ? []
        : ([[`${column.id}.about`, column.description]] as [string, string][])),
      ...(column.choices ?? []).map(({ value, label }): [string, string] => [
        `${column.id}.${value}`,
        label,
      ]),
    ]),
];

/** Every text of a dashboard but what comes out of the data. */
const textsOn = ({ title, description, tiles }: Dashboard): [string, string][] => [
  ['title', title],
  ['description', description],
  ...tiles.flatMap((tile): [string, string][] => [
    [tile.id, tile.title],
    [`${tile.id}.about`, tile.definition],
    ...(tile.kind === 'list' ? tile.columns : []).map(({ id, label }): [string, string] => [
      `${tile.id}.${id}`,
      label,
    ]),
    ...('series' in tile ? tile.series : []).map(({ key, label }): [string, string] => [
      `${tile.id}.${key}`,
      label,
    ]),
    ...('categories' in tile && tile.id !== 'progress_by_course' ? tile.categories : []).map(
      ({ key, label }): [string, string] => [`${tile.id} ${key}`, label],
    ),
  ]),
];

const strange = (texts: readonly [string, string][]): string[] =>
  texts
    .filter(([, text]) => !/\p{Script=Arabic}/u.test(text) || /[a-z]/i.test(text))
    .map(([where, text]) => `${where}: ${text}`);

describe('what the server names', () => {
  it('is said in Arabic in every report, whatever column or value', () => {
    for (const report of describedReports()) {
      expect([report.id, strange(textsOf(tellReport(report, arabic)))]).toEqual([report.id, []]);
    }
  });

  it('is said in Arabic on every dashboard, whatever tile', async () => {
    for (const board of await boards()) {
      expect(board.tiles.length).toBeGreaterThan(0);
      expect([board.id, strange(textsOn(tellBoard(board, arabic)))]).toEqual([board.id, []]);
    }
  });

  it('has one word in Arabic for one in English, wherever it stands', async () => {
    const words = new Map<string, Set<string>>();
    const pair = (told: [string, string][], said: [string, string][]): void => {
      for (const [at, [where, english]] of told.entries()) {
        const key = `${where.split('.').at(-1)} ${english}`;
        words.set(key, (words.get(key) ?? new Set()).add(said[at]?.[1] ?? ''));
      }
    };
    for (const report of describedReports())
      pair(textsOf(report), textsOf(tellReport(report, arabic)));
    for (const board of await boards()) pair(textsOn(board), textsOn(tellBoard(board, arabic)));
    expect([...words].filter(([, said]) => said.size > 1)).toEqual([]);
  });

  it('differs in Arabic wherever it differs in English', () => {
    const english = new Map<string, string>();
    for (const report of describedReports()) {
      const said = textsOf(tellReport(report, arabic));
      for (const [at, [where, text]] of textsOf(report).entries()) {
        if (where === 'title' || where === 'description') continue;
        const key = `${where} ${said[at]?.[1]}`;
        expect([key, english.get(key) ?? text]).toEqual([key, text]);
        english.set(key, text);
      }
    }
  });

  it('leaves no word that nothing is named by', async () => {
    const used = new Set<string>();
    const listening: Locale = {
      ...arabic,
      label: (told, ...keys) => {
        const key = keys.find((one) => Object.hasOwn(labels, one));
        if (key !== undefined) used.add(key);
        return arabic.label(told, ...keys);
      },
    };
    for (const report of describedReports()) tellReport(report, listening);
    for (const board of await boards()) tellBoard(board, listening);
    expect(Object.keys(labels).filter((key) => !used.has(key))).toEqual([]);
  });

  it('stays as it came in English, and where it is a customer’s own', async () => {
    for (const report of describedReports()) {
      expect(tellReport(report, english)).toEqual(report);
      const named = tellReport(report, arabic).columns.filter(({ id }) => own(id));
      expect(named).toEqual(report.columns.filter(({ id }) => own(id)));
    }
    for (const board of await boards()) {
      expect(tellBoard(board, english)).toEqual(board);
      const courses = board.tiles.find(({ id }) => id === 'progress_by_course');
      if (!courses || !('categories' in courses)) throw new TypeError('No chart of courses');
      expect(courses.categories.length).toBeGreaterThan(0);
      expect(tellTile(courses, arabic, board.id)).toMatchObject({ categories: courses.categories });
    }
  });
});
