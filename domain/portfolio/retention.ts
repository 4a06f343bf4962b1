/** What is to be done about a customer whose leaving would cost, the first that applies. */
export const RETENTION_ACTIONS = ['SETTLE_COMPLAINT', 'WIN_BACK', 'KEEP_WARM', 'WATCH'] as const;
export type RetentionAction = (typeof RETENTION_ACTIONS)[number];

/** How a customer stands on the run's day. */
export interface RetentionState {
  readonly openComplaints: number;
  /** P(return) is below the run's threshold. */
  readonly lapsed: boolean;
  /** Days the wait is longer than the usual gap; 0 where it is not. */
  readonly overdueDays: number;
}

/** The action with its reason, in words. A complaint comes before everything: who waits for an answer is not to be sold to. */
export function retentionOf({ openComplaints, lapsed, overdueDays }: RetentionState): {
  readonly action: RetentionAction;
  readonly because: string;
} {
  const waits =
    overdueDays === 0 ? 'not overdue yet' : `overdue by ${overdueDays} ${overdueDays === 1 ? 'day' : 'days'}`;
  if (openComplaints > 0)
    return {
      action: 'SETTLE_COMPLAINT',
      because: `${openComplaints === 1 ? 'A complaint is' : `${openComplaints} complaints are`} open; ${waits}.`,
    };
  if (lapsed) return { action: 'WIN_BACK', because: `Lapsed: unlikely to order again; ${waits}.` };
  if (overdueDays > 0) return { action: 'KEEP_WARM', because: `Likely enough to order again, but ${waits}.` };
  return {
    action: 'WATCH',
    because: 'Orders as usual: there is much to lose, and nothing says that it is being lost.',
  };
}
