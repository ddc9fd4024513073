/** The half of `<ambit-report>` that asks: the question, the page, the answer, and nothing to look at. */
import type { PropertyDeclarations, PropertyValues } from 'lit';
import type { Report, Rows } from '../../shared/wire/report.ts';
import type { Asked, Client } from '../client/client.ts';
import { parseFilters, parseNames, parseSort, readQuestion } from '../client/question.ts';
import { Trouble } from '../client/trouble.ts';
import { AmbitElement } from '../element.ts';
import type { MessageKey } from '../locale/words.ts';
import { cursorOf, firstPage, rangeOf, readPageSize, type Trail } from './paging.ts';

/** What the rows of a grain are called; any other grain's are just rows. */
const grainNames = new Map<string, MessageKey>([
  ['user_course', 'grain.user_course'],
  ['user', 'grain.user'],
  ['course', 'grain.course'],
  ['user_plan', 'grain.user_plan'],
  ['certificate', 'grain.certificate'],
]);

export abstract class AskingElement extends AmbitElement {
  static override properties: PropertyDeclarations = {
    report: { type: String },
    filters: { type: String, noAccessor: true },
    sort: { type: String, noAccessor: true },
    columns: { type: String, noAccessor: true },
    q: { type: String, noAccessor: true },
    question: { attribute: false, noAccessor: true },
    pageSize: { type: Number, attribute: 'page-size' },
    description: { state: true },
    rows: { state: true },
  };

  declare report: string;
  declare pageSize: number;
  declare protected description: Report | null;
  declare protected rows: Rows | null;
  /** The trail that the rows in sight belong to; the one asked for runs ahead while a page is on its way. */
  protected shownTrail: Trail = firstPage;

  #question: Asked = readQuestion(null);
  #trail: Trail = firstPage;

  constructor() {
    super();
    this.report = '';
    this.pageSize = 50;
    this.description = null;
    this.rows = null;
  }

  /** The whole question: {filters, sort, q, columns}. What is set is read defensively and asked at once. */
  get question(): Asked {
    return this.#question;
  }
  set question(value: unknown) {
    this.#replace(readQuestion(value));
  }
  set filters(json: string | null) {
    this.#replace(readQuestion({ ...this.#question, filters: parseFilters(json) }));
  }
  set sort(names: string | null) {
    this.#replace(readQuestion({ ...this.#question, sort: parseSort(names) }));
  }
  set columns(names: string | null) {
    this.#replace(readQuestion({ ...this.#question, columns: parseNames(names) }));
  }
  set q(text: string | null) {
    this.#replace(readQuestion({ ...this.#question, q: text }));
  }

  /** Changes the question for the reader and tells the host. Columns alone need no new rows: all came along. */
  protected change(part: Asked): void {
    const question = readQuestion({ ...this.#question, ...part });
    const asksAnew = Object.keys(part).some((key) => key !== 'columns');
    if (asksAnew) this.#replace(question);
    else this.#question = question;
    this.requestUpdate();
    this.tell('ambit-question-change', { question, report: this.report });
  }

  /** Goes to a page. */
  protected turn(trail: Trail): void {
    this.#trail = trail;
    this.reloadSoon();
  }

  #replace(question: Asked): void {
    this.#question = question;
    this.turn(firstPage);
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (!this.hasUpdated) return;
    if (changed.has('report')) {
      this.description = null;
      this.rows = null;
      this.#trail = firstPage;
      this.startOver();
    } else if (changed.has('pageSize')) {
      this.turn(firstPage);
    }
  }

  /** The description comes once, beside the first rows; a cursor that outlived its answer leads to the first page. */
  protected override async load(client: Client, signal: AbortSignal): Promise<void> {
    if (this.report === '') throw new Trouble('rejected', 'The report attribute is missing.');
    const trail = this.#trail;
    const { columns: _onScreenOnly, ...question } = this.#question;
    const page = { limit: readPageSize(this.pageSize), cursor: cursorOf(trail) };
    try {
      const coming = client.rows(this.report, question, page, signal);
      coming.catch(() => undefined);
      // The description is kept even if the rows fail: a filter that cannot be answered must be there to remove.
      const description = this.description ?? (await client.report(this.report, signal));
      signal.throwIfAborted();
      this.description = description;
      const rows = await coming;
      signal.throwIfAborted();
      this.rows = rows;
      this.arrived(this.shownTrail !== trail);
      this.shownTrail = trail;
      const { from, to } = rangeOf(trail, page.limit, rows.rows.length);
      this.announce(this.say('report.updated', { rows: this.countWords(), from, to }));
    } catch (error) {
      if (!(error instanceof Trouble) || error.kind !== 'stale' || page.cursor === null)
        throw error;
      this.#trail = firstPage;
      await this.load(client, signal);
    }
  }

  /** New rows are here, of another page than before or of the same. */
  protected abstract arrived(elsewhere: boolean): void;

  /** `1,234 enrollments` */
  protected countWords(): string {
    const key = grainNames.get(this.description?.grain ?? '') ?? 'grain.row';
    return this.rows === null ? '' : this.say(key, { count: this.rows.total });
  }
}
