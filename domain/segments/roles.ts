import type { RfmGroup } from '../profile/profile.ts';

/** What a company means to do with the customers of a segment. */
export const SEGMENT_ROLES = ['FOCUS', 'GROW', 'NURTURE', 'MAINTAIN', 'WIN_BACK', 'SELF_SERVE', 'EXCLUDE'] as const;
export type SegmentRole = (typeof SEGMENT_ROLES)[number];

export const isSegmentRole = (word: unknown): word is SegmentRole =>
  (SEGMENT_ROLES as readonly unknown[]).includes(word);

/** The role each RFM group comes with: what its well-known description asks for. Groups have one role each, so no two of them contradict each other. */
export const RFM_ROLES: Readonly<Record<RfmGroup, SegmentRole>> = {
  CHAMPIONS: 'FOCUS',
  LOYAL_CUSTOMERS: 'MAINTAIN',
  POTENTIAL_LOYALISTS: 'GROW',
  NEW_CUSTOMERS: 'NURTURE',
  PROMISING: 'NURTURE',
  NEED_ATTENTION: 'GROW',
  ABOUT_TO_SLEEP: 'NURTURE',
  AT_RISK: 'WIN_BACK',
  CANNOT_LOSE_THEM: 'WIN_BACK',
  HIBERNATING: 'SELF_SERVE',
  LOST: 'SELF_SERVE',
};
