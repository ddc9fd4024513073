/** The list of requirements and threats with the state of each, which the tests decide as far as they reach. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { numbersIn } from './numbered-tests.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** In the order of the page. `count` is how many numbers there are, from 1 on. */
export const areas = [
  { prefix: 'FOR', file: 'forum', count: 23, name: 'What a training provider needs' },
  { prefix: 'PU', file: 'power-users', count: 113, name: 'Power users' },
  { prefix: 'PERM', file: 'permissions', count: 93, name: 'Permissions' },
  { prefix: 'SKY', file: 'datasets', count: 27, name: 'Roles, datasets, automation' },
  { prefix: 'IMP', file: 'view-as', count: 33, name: 'View-as' },
  { prefix: 'T', file: 'threats', count: 64, name: 'Threats' },
] as const;

/** What a line of the data may say. `proven` is not among them: only tests can say that. */
const writtenStates = ['built', 'in part', 'planned', 'not applicable'] as const;
type WrittenState = (typeof writtenStates)[number];
export const states = ['proven', 'in part', 'built', 'planned', 'not applicable'] as const;
export type State = (typeof states)[number];

/** What brings an item that is not there, or why there is no such thing. */
export const parts = {
  administration:
    'an API and a console for administration: pages, menus of rows, many at once. The command line does the single steps.',
  hierarchy: 'power users who manage power users.',
  rules: 'rules and placeholders in datasets.',
  automation: 'rules that make power users and keep them in step.',
  'view-as': "looking through a power user's eyes.",
  catalogs: "the LMS's catalogs as items of datasets.",
  notifications: 'notifications that Ambit shows or sends.',
  csv: 'profiles and datasets in the import, beside the level.',
  data: 'records of the LMS that no file of the bundle carries yet, each with its report.',
  reports: 'reports and dashboards that are still missing.',
  defence: 'defences, or proofs of them, that are still missing.',
  authoring:
    'permissions to change something in the LMS. They stand in the catalogue, can be granted and are shown, and give no power: Ambit only reads. `test/unit/permission-catalogue.test.ts` holds each by its number, and `test/unit/requirements.test.ts` that no code asks for them.',
  lms: "changes of accounts, courses or enrollments, which are made in the LMS. Ambit reads the LMS's data and writes none.",
  commerce: 'nothing is sold here.',
  pages: 'pages and menus of the LMS itself, which Ambit does not show.',
  otherwise: 'decided otherwise, on purpose.',
  surface: 'there is nothing there that could be attacked.',
} as const;
export type Part = keyof typeof parts;

export interface TestsOfFile {
  readonly file: string;
  readonly count: number;
}

export interface Requirement {
  readonly id: string;
  readonly label: string;
  readonly state: State;
  /** Set for whatever is neither proven nor built. */
  readonly part: Part | null;
  readonly note: string;
  readonly tests: readonly TestsOfFile[];
}

/** A line of the data as it stands; cells at its end may be left out. */
export interface WrittenItem {
  readonly id: string;
  readonly label: string;
  readonly state: WrittenState;
  readonly part: Part | null;
  readonly note: string;
}

const isState = (text: string): text is WrittenState =>
  (writtenStates as readonly string[]).includes(text);
const isPart = (text: string): text is Part => Object.hasOwn(parts, text);

function itemOf(line: string): WrittenItem {
  const [id = '', label = '', state = '', part = '', note = ''] = line.split('\t');
  if (label === '' || !isState(state) || line.split('\t').length > 5) {
    throw new Error(`Not a line of the requirements: ${line}`);
  }
  if (state === 'built' ? part !== '' : !isPart(part)) throw new Error(`Wrong part: ${line}`);
  return { id, label, state, part: isPart(part) ? part : null, note };
}

/** The lines of docs/requirements, without what the tests say. */
export const readItems = (): WrittenItem[] =>
  areas.flatMap(({ file }) =>
    readFileSync(join(root, 'docs/requirements', `${file}.tsv`), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map(itemOf),
  );

/** This one speaks of numbers without proving them. */
const ownTest = 'test/unit/requirements.test.ts';

/** By number, the files whose tests carry it. */
export function findTests(): ReadonlyMap<string, readonly TestsOfFile[]> {
  const found = new Map<string, TestsOfFile[]>();
  const files = globSync('test/**/*.ts', { cwd: root }).map((path) => path.replaceAll('\\', '/'));
  for (const file of files.sort()) {
    if (file === ownTest) continue;
    for (const [id, count] of numbersIn(readFileSync(join(root, file), 'utf8'))) {
      const tests = found.get(id) ?? [];
      found.set(id, tests);
      tests.push({ file, count });
    }
  }
  return found;
}

/**
 * Tests prove what is built, and even what the data still calls planned. They prove neither the whole of what is
 * there in part, nor anything of what there is no such thing of: there they show that it is as the reason says.
 */
export function stateOf(written: WrittenState, isTested: boolean): State {
  switch (written) {
    case 'built':
      return isTested ? 'proven' : 'built';
    case 'planned':
      return isTested ? 'proven' : 'planned';
    case 'in part':
      return isTested ? 'in part' : 'planned';
    case 'not applicable':
      return written;
    default:
      return written satisfies never;
  }
}

/** Everything, in the order of the areas. */
export function readRequirements(): Requirement[] {
  const found = findTests();
  return readItems().map((item) => {
    const tests = found.get(item.id) ?? [];
    const state = stateOf(item.state, tests.length > 0);
    return { ...item, state, part: state === 'proven' ? null : item.part, tests };
  });
}

export const areaOf = ({ id }: { id: string }): string => id.split('-')[0] ?? '';
