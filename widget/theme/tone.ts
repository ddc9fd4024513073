/** Badges, and the one rule for which tone a status value wears. */
import { css } from 'lit';

export type Tone = 'neutral' | 'good' | 'warning' | 'bad' | 'accent';

/** Values of choice columns whose meaning is known; all others are neutral. */
const toneByValue = new Map<string, Tone>([
  ['completed', 'good'],
  ['passed', 'good'],
  ['active', 'good'],
  ['valid', 'good'],
  ['on_track', 'good'],
  ['attended', 'good'],
  ['approved', 'good'],
  ['in_progress', 'accent'],
  ['waiting', 'warning'],
  ['to_confirm', 'warning'],
  ['pending', 'warning'],
  ['suspended', 'warning'],
  ['under_maintenance', 'warning'],
  ['expiring', 'warning'],
  ['expiring_soon', 'warning'],
  ['at_risk', 'warning'],
  ['inactive', 'warning'],
  ['needs_attention', 'warning'],
  ['overdue', 'bad'],
  ['failed', 'bad'],
  ['absent', 'bad'],
  ['rejected', 'bad'],
  ['expired', 'bad'],
]);

/** The tone of a value that names a known status; undefined of any other. */
export const statusTone = (value: string): Tone | undefined => toneByValue.get(value);

export const toneOf = (value: string): Tone => statusTone(value) ?? 'neutral';

export const badges = css`
  .badge {
    display: inline-block;
    vertical-align: middle;
    padding: 1px 0.6em;
    border-radius: 1em;
    font-size: 0.93em;
    line-height: round(1.4em, 1px);
    white-space: nowrap;
    color: var(--_neutral);
    background: var(--_neutral-soft);
  }
  .badge.good {
    color: var(--_good);
    background: var(--_good-soft);
  }
  .badge.warning {
    color: var(--_warning);
    background: var(--_warning-soft);
  }
  .badge.bad {
    color: var(--_bad);
    background: var(--_bad-soft);
  }
  .badge.accent {
    color: var(--_accent);
    background: var(--_accent-soft);
  }
  @media (forced-colors: active) {
    .badge {
      border: 1px solid CanvasText;
    }
  }
`;
