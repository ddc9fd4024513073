/** docs/embed.md lists the elements with exactly the attributes, properties, events, parts and colours that they have. */
import { describe, expect, it } from 'vitest';
import { reports } from '../../server/report/catalogue.ts';
import { dashboards } from '../../server/report/dashboard-catalogue.ts';
import { operatorsByType } from '../../shared/column-type.ts';
import { elements as boards } from '../../widget/dashboard/board.ts';
import { AmbitExportButton } from '../../widget/export-button/export-button.ts';
import { en } from '../../widget/locale/en.ts';
import { AmbitReport } from '../../widget/report/report.ts';
import { coded, pageAt, sectionOf, sourcesAt, tableIn } from './doc-page.ts';

const page = pageAt('docs/embed.md');

const all = [
  ['ambit-report', AmbitReport],
  ['ambit-export-button', AmbitExportButton],
  ...boards,
] as const;
const folders: Readonly<Record<string, string>> = {
  'ambit-report': 'report',
  'ambit-export-button': 'export-button',
  'ambit-dashboard': 'dashboard',
  'ambit-chart': 'chart',
  'ambit-learner': 'learner',
};
describe('the elements', () => {
  const shared = tableIn(sectionOf(page, '### Every element'), 'attribute').map(
    ([name = '']) => coded(name)[0],
  );

  it('are those that the loader registers', () => {
    const told = [...page.matchAll(/^### `<([\w-]+)>`$/gm)].map(([, name]) => name);
    expect(told.sort()).toEqual(all.map(([name]) => name).sort());
  });

  describe.each(all)('%s', (name, element) => {
    const section = sectionOf(page, `### \`<${name}>\``);
    const told = (head: string) =>
      tableIn(section, head).map(([cell = '']) => coded(cell)[0] ?? '');
    void element.observedAttributes;
    const open = [...element.elementProperties].filter(([, { state }]) => !state);

    it('has the attributes of its table', () => {
      const attributes = open
        .filter(([, { attribute }]) => attribute !== false)
        .map(([key, { attribute }]) =>
          typeof attribute === 'string' ? attribute : String(key).toLowerCase(),
        );
      expect(told('attribute').sort()).toEqual(
        attributes.filter((one) => !shared.includes(one)).sort(),
      );
      expect(attributes).toEqual(expect.arrayContaining(shared));
    });

    it('has the properties of its table', () => {
      const properties = open
        .filter(([, { attribute }]) => attribute === false)
        .map(([key]) => key);
      expect(told('property').sort()).toEqual(properties.sort());
    });

    const source = sourcesAt(`widget/${folders[name]}/*.ts`);

    it('tells the events of its table', () => {
      const events = [...source.matchAll(/tell\(\s*'([\w-]+)'/g)].map(([, event]) => event);
      expect(told('event').sort()).toEqual([...new Set(events)].sort());
    });

    it('has the parts that are named', () => {
      const parts = coded(/^Parts: (.*)$/m.exec(section)?.[1] ?? '');
      const everywhere = coded(/^Parts of every element: (.*)$/m.exec(page)?.[1] ?? '');
      const there = [...source.matchAll(/\bpart="([\w-]+)"/g)].map(([, part]) => part ?? '');
      const borrowed = name === 'ambit-dashboard' ? ['title'] : [];
      const own = new Set([...there, ...borrowed].filter((part) => !everywhere.includes(part)));
      expect(parts.sort()).toEqual([...own].sort());
    });
  });

  it('show the reports and dashboards of the tables, with the permissions that they need', () => {
    const told = (head: string) =>
      tableIn(page, head).map((cells) => [
        coded(cells[0] ?? '')[0],
        coded((cells.at(-1) ?? '').split(';')[0] ?? ''),
      ]);
    expect(told('report')).toEqual(
      Array.from(reports.values(), ({ id, needs, needsOneOf = [] }) => [
        id,
        [...needs, ...needsOneOf],
      ]),
    );
    expect(told('dashboard')).toEqual(
      Array.from(dashboards.values(), ({ id, needs }) => [id, needs]),
    );
  });

  it('take the operators of the table of filters', () => {
    for (const [types = '', operators = ''] of tableIn(page, 'columns of type')) {
      for (const type of types.replaceAll(/\(.*?\)/g, '').split(',')) {
        expect(coded(operators)).toEqual(operatorsByType[type.trim() as 'text']);
      }
    }
  });

  it('say in trouble what the page quotes', () => {
    const words = new Set<string>(
      Object.values(en).map((text) => (typeof text === 'string' ? text : '')),
    );
    const quoted = tableIn(page, 'in the element').flatMap(([cell = '']) =>
      [...cell.matchAll(/\*([^*]+)\*/g)].map(([, text = '']) => text.replaceAll("'", '’')),
    );
    expect(quoted.length).toBeGreaterThan(7);
    expect(quoted.filter((text) => !words.has(text))).toEqual([]);
  });

  it('are coloured by the custom properties of the table', () => {
    const used = sourcesAt('widget/**/*.ts').matchAll(/var\(\s*(--ambit-[\w-]+)/g);
    const told = tableIn(page, 'custom property').flatMap(([cell = '']) => coded(cell));
    expect(told.sort()).toEqual([...new Set([...used].map(([, name]) => name))].sort());
  });
});
