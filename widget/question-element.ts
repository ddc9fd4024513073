/** A widget about one report: its question, read defensively from attributes or taken whole as a property. */
import type { PropertyDeclarations } from 'lit';
import type { Asked } from './client/client.ts';
import { parseFilters, parseNames, parseSort, readQuestion } from './client/question.ts';
import { AmbitElement } from './element.ts';

/**
 * Attributes: `report` (an id), `filters` (JSON), `sort` (`-due_at,last_name`), `columns` (names), `q`.
 * What an attribute or a host sets replaces that part of the question and calls `asked()`.
 */
export abstract class QuestionElement extends AmbitElement {
  static override properties: PropertyDeclarations = {
    report: { type: String },
    filters: { type: String, noAccessor: true },
    sort: { type: String, noAccessor: true },
    columns: { type: String, noAccessor: true },
    q: { type: String, noAccessor: true },
    question: { attribute: false, noAccessor: true },
  };

  declare report: string;
  #question: Asked = readQuestion(null);

  constructor() {
    super();
    this.report = '';
  }

  /** The whole question: {filters, sort, q, columns}. Only known keys of known shapes are taken. */
  get question(): Asked {
    return this.#question;
  }
  set question(value: unknown) {
    const before = this.#question;
    this.#question = readQuestion(value);
    this.asked(before);
  }
  set filters(json: string | null) {
    this.question = { ...this.#question, filters: parseFilters(json) };
  }
  set sort(names: string | null) {
    this.question = { ...this.#question, sort: parseSort(names) };
  }
  set columns(names: string | null) {
    this.question = { ...this.#question, columns: parseNames(names) };
  }
  set q(text: string | null) {
    this.question = { ...this.#question, q: text };
  }

  /** The question has been replaced; perhaps by one that says the same. */
  protected asked(_before: Asked): void {
    this.requestUpdate();
  }
}
