/** What is set of a generated company: its truth follows from these and the seed alone. */
export interface CompanySettings {
  readonly seed: number;
  readonly customers: number;
  /** UTC day the run looks from: nothing after it is told. */
  readonly asOfDay: number;
  /** Days before it over which customers come and buy. */
  readonly historyDays: number;
  /** Days after it that are lived through as well, to know what came. */
  readonly horizonDays: number;
  /** Purchases a customer makes a year while they are one, on average over customers. */
  readonly ordersPerYear: number;
  /** Mean days until a customer leaves for good. */
  readonly meanLifeDays: number;
  /** How much faster the discontent leave, on the log scale a standard deviation of content; 0: content says nothing of leaving. */
  readonly wellbeing: number;
  /** Rate at the height of the season ÷ mean rate − 1. */
  readonly season: number;
  /** Chance that a purchase makes a follower of the buyer buy the same thing within {@link INFLUENCE_DAYS}; 0: ties move nobody. */
  readonly influence: number;
  /** How much more a period of interest makes buy in the next one, on the log scale a standard deviation; 0: points lead nothing. */
  readonly pointsLead: number;
  /** Share of customers who were brought in by another one. */
  readonly referred: number;
  /** Share of those of whom that is told. */
  readonly referralsTold: number;
}

export const INFLUENCE_DAYS = 30;

export const DEFAULT_COMPANY: CompanySettings = {
  seed: 1,
  customers: 600,
  // 1 January 2026.
  asOfDay: 20_454,
  historyDays: 1096,
  horizonDays: 365,
  ordersPerYear: 5,
  meanLifeDays: 700,
  wellbeing: 0.7,
  season: 0.6,
  influence: 0.12,
  pointsLead: 0.4,
  referred: 0.2,
  referralsTold: 0.9,
};
