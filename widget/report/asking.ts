/** The half of `<ambit-report>` that asks: the question, the page, the answer, and nothing to look at. */
import type { PropertyDeclarations, PropertyValues } from 'lit';
import type { Report, Rows } from '../../shared/wire/report.ts';
import type { Asked, Client } from '../client/client.ts';
import { Trouble } from '../client/trouble.ts';
import { tellReport } from '../locale/told.ts';
import type { MessageKey } from '../locale/words.ts';
import { QuestionElement } from '../question-element.ts';
import { Names } from './names.ts';
import { cursorOf, firstPage, type Page, rangeOf, readPageSize, type Trail } from './paging.ts';

/** What the rows of a grain are called; any other grain's are just rows. */
const grainNames = new Map<string, MessageKey>([
  ['user_course', 'grain.user_course'],
  ['user', 'grain.user'],
  ['course', 'grain.course'],
  ['user_plan', 'grain.user_plan'],
  ['certificate', 'grain.certificate'],
  ['user_session', 'grain.user_session'],
  ['external_training', 'grain.external_training'],
]);

/** What the API is asked, as text. Columns are chosen on the screen alone: every row brings all of them along. */
const wordingOf = ({ columns: _onScreenOnly, ...question }: Asked): string =>
  JSON.stringify(question);

export abstract class AskingElement extends QuestionElement {
  static override properties: PropertyDeclarations = {
    pageSize: { type: Number, attribute: 'page-size' },
    description: { state: true },
    rows: { state: true },
  };

  declare pageSize: number;
  declare protected description: Report | null;
  declare protected rows: Rows | null;
  /** The page that the rows in sight belong to; the one asked for runs ahead while it is on its way. */
  protected page: Page = { trail: firstPage, size: 50 };

  /** Of what the filters name by ids. */
  protected readonly names = new Names();

  #trail: Trail = firstPage;

  constructor() {
    super();
    this.pageSize = 50;
    this.description = null;
    this.rows = null;
  }

  /** The description in the reader's words. */
  protected get told(): Report | null {
    return this.description && tellReport(this.description, this.speech);
  }

  protected override asked(before: Asked): void {
    super.asked(before);
    if (wordingOf(this.question) !== wordingOf(before)) this.turn(firstPage);
  }

  /** Changes the question for the reader and tells the host. */
  protected change(part: Asked): void {
    this.question = { ...this.question, ...part };
    this.tell('ambit-question-change', { question: this.question, report: this.report });
  }

  /** Goes to a page. */
  protected turn(trail: Trail): void {
    this.#trail = trail;
    this.reloadSoon();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (!this.hasUpdated) return;
    if (changed.has('report')) this.startOver();
    else if (changed.has('pageSize')) this.turn(firstPage);
  }

  protected override drop(): void {
    this.description = null;
    this.rows = null;
    this.names.forget();
    this.#trail = firstPage;
  }

  /** The description comes once, beside the first rows; a cursor that outlived its answer leads to the first page. */
  protected override async load(client: Client, signal: AbortSignal): Promise<void> {
    if (this.report === '') throw new Trouble('rejected', 'The report attribute is missing.');
    const trail = this.#trail;
    const { columns: _onScreenOnly, ...question } = this.question;
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
      this.names.learn(question.filters ?? [], rows.rows);
      this.arrived(this.page.trail !== trail);
      this.page = { trail, size: page.limit };
      const { from, to } = rangeOf(this.page, rows.rows.length);
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
