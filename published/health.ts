import type { ExperienceDriver } from '../domain/experience/driver.ts';
import type { PointsLead } from '../domain/engagement/lead.ts';
import type { BacktestBand } from '../domain/health/backtest.ts';
import type { CohortCutOffs } from '../domain/health/cohorts.ts';

/** What a customer's health is worked out with beside the customer: a block of its own, read by who asks for health. */
export interface PublishedHealth {
  readonly cutOffs: CohortCutOffs;
  readonly backtest: HealthBacktest | null;
  /** Absent in what an earlier release published. */
  readonly lead?: PublishedLead | null;
  readonly experience?: PublishedExperience | null;
}

/** Whether experience goes with coming back (domain/experience/driver.ts), as of the end of a past day and up to the end of a later one. */
export interface PublishedExperience extends ExperienceDriver {
  readonly splitDay: number;
  readonly untilDay: number;
}

/** Whether points lead value (domain/engagement/lead.ts), as of the end of a past day and up to the end of a later one. */
export interface PublishedLead extends PointsLead {
  readonly splitDay: number;
  readonly untilDay: number;
}

/** Health on a past day against leaving since. */
export interface HealthBacktest {
  /** Days since 1970-01-01 of the shop's calendar: as of when health is judged, and up to when a purchase was awaited. */
  readonly splitDay: number;
  readonly untilDay: number;
  readonly bands: readonly BacktestBand[];
  readonly worseLeaveMore: boolean | null;
  /** In standard errors (domain/health/backtest.ts); absent in what an earlier release published. */
  readonly trend?: number | null;
}

const LAYOUT = 1;

export const encodeHealth = (health: PublishedHealth): string => JSON.stringify({ layout: LAYOUT, ...health });

/** The reverse of {@link encodeHealth}; null for another layout. */
export function decodeHealth(text: string): PublishedHealth | null {
  const { layout, ...health } = JSON.parse(text) as PublishedHealth & { readonly layout: number };
  return layout === LAYOUT ? health : null;
}
