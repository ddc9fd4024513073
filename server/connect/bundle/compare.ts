/** One pass over a kind's staged rows: which rules they break, and how they differ from what the database has. */
import { type SQL, sql } from 'drizzle-orm';
import type { SqlValue } from '../../data/database.ts';
import type { Bundle } from './bundle.ts';
import type { Desk } from './desk.ts';
import { type Findings, listedFindings } from './finding.ts';
import { fileOf } from './kinds.ts';
import { meetingOf } from './meeting.ts';
import { type Rule, type RuleOptions, rulesOf } from './rules.ts';
import type { StagedKind } from './staging.ts';

/** What the merge of a kind will do. */
export interface Comparison {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Rows whose removal the file asks for. */
  readonly removed: number;
}

export const toNumber = (value: SqlValue | undefined): number => Number(value ?? 0);

/** Adds a finding for each breach of a rule, and answers what would change. */
export async function compareKind(
  desk: Desk,
  staged: StagedKind,
  bundle: Bundle,
  options: RuleOptions,
  findings: Findings,
): Promise<Comparison> {
  const rules = rulesOf(staged, bundle, options);
  const [[totals = []] = []] = await desk.read(totalsOf(staged, rules));
  const [inserted, updated, unchanged, removed, ...breaches] = totals.map(toNumber);
  for (const [at, rule] of rules.entries()) {
    const count = breaches[at] ?? 0;
    if (count > 0) await tell(desk, staged, rule, count, findings);
  }
  return {
    inserted: inserted ?? 0,
    updated: updated ?? 0,
    unchanged: unchanged ?? 0,
    removed: removed ?? 0,
  };
}

function totalsOf(staged: StagedKind, rules: readonly Rule[]): SQL {
  const { from, target, key, differs } = meetingOf(staged);
  const isNew = `t."${key[0]}" IS NULL`;
  const { removedWhenEmpty } = staged.kind;
  const stays = removedWhenEmpty ? `s."${removedWhenEmpty}" IS NOT NULL` : '1';
  const counts = [
    `${stays} AND ${isNew}`,
    `${stays} AND NOT (${isNew}) AND (${differs})`,
    `${stays} AND NOT (${isNew}) AND NOT (${differs})`,
    `NOT (${stays}) AND NOT (${isNew})`,
    ...rules.map(({ breach }) => breach),
  ];
  // A CASE looks at the second condition only where the first holds, and a bare AND may not.
  const columns = counts.map(
    (condition, at) => `count(CASE WHEN ${condition} THEN 1 END) AS c${at}`,
  );
  return sql.raw(`SELECT ${columns.join(', ')} ${from} ${target}`);
}

async function tell(
  desk: Desk,
  staged: StagedKind,
  { column, breach, value, reason }: Rule,
  count: number,
  findings: Findings,
): Promise<void> {
  const { from, target } = meetingOf(staged);
  const [rows = []] = await desk.read(
    sql.raw(
      `SELECT s.line AS line, ${value} AS value ${from} ${target} WHERE ${breach} ORDER BY s.line LIMIT ${listedFindings}`,
    ),
  );
  const file = fileOf(staged.kind);
  findings.addCounted(
    count,
    rows.map(([line, told]) => ({
      file,
      line: toNumber(line),
      column,
      reason: reason(String(told ?? '')),
    })),
  );
}
