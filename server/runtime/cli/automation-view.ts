/** How automations are shown: what they give to whom, and what a change comes to for people. */
import type { AutomationRecord } from '../../command/automation-record.ts';
import type { AutomationPreview } from '../../command/preview-automation.ts';
import type { Settled } from '../../command/settle-automations.ts';
import { inOneLine, listed } from './dataset-view.ts';

export const automationWire = ({ name, enabled, profile, datasets, rules }: AutomationRecord) => ({
  name,
  enabled,
  profile,
  datasets,
  rules,
});

export const automationLines = ({ name, enabled, ...it }: AutomationRecord): string[] => [
  `${name}, ${enabled ? 'enabled' : 'disabled'}`,
  `  whoever matches ${it.rules === null ? 'no rule, so nobody' : inOneLine(it.rules)}`,
  `  holds the profile ${it.profile ?? '(gone)'} and the datasets ${it.datasets.join(', ')}`,
];

export const previewWire = ({ included, gain, lose, beyond, deadRules }: AutomationPreview) => ({
  ...{ included, gain, lose, beyond },
  dead_rules: deadRules,
});

export const previewLines = ({ deadRules, ...people }: AutomationPreview): string[] => [
  listed('included', people.included),
  listed('would gain', people.gain),
  listed('would lose', people.lose),
  ...(people.beyond.count === 0
    ? []
    : [listed('would hold too much, and get nothing', people.beyond)]),
  ...deadRules.map((rule) => `matches nobody: rule ${rule}`),
];

export const settledWire = ({ gained, lost, beyond }: Settled) => ({ gained, lost, beyond });

/** People named in a line; the rest is counted. */
const namedPeople = 20;

export function settledLines({ gained, lost, beyond }: Settled): string[] {
  const lines = [
    ...gained.map(({ person, automation }) => `gained: ${person} by ${automation}`),
    ...lost.map(({ person, automation }) => `lost: ${person} by ${automation}`),
    ...beyond.map(
      ({ person, automation, because }) => `left out: ${person} by ${automation}, since ${because}`,
    ),
  ];
  if (lines.length === 0) return ['Nobody gained or lost anything'];
  const more = lines.length - namedPeople;
  return [...lines.slice(0, namedPeople), ...(more > 0 ? [`and ${more} more`] : [])];
}
