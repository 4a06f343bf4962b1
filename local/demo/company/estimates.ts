/** What the product says of a customer of a generated company: the estimates that are held against the truth. Amounts in minor units. */
export interface CustomerEstimate {
  readonly key: string;
  readonly directMinor: number;
  /** Null where nothing was foreseen. */
  readonly expectedOrders: number | null;
  readonly predictedMinor: number | null;
  readonly lowMinor: number | null;
  readonly highMinor: number | null;
  readonly returnProbability: number | null;
  readonly lapsed: boolean;
  readonly referralReceivedMinor: number;
  readonly networkMinor: number;
  readonly networkPassedOnMinor: number;
  readonly influence: number | null;
  readonly healthBand: string | null;
  readonly wellbeing: number | null;
}

/** What it says of the company. */
export interface CompanyEstimate {
  readonly customers: readonly CustomerEstimate[];
  /** Share of followers' purchases that somebody they follow made before, and the part of that which is taken to be caused. */
  readonly followedShare: number;
  readonly causalShare: number;
  readonly causalLow: number | null;
  readonly causalHigh: number | null;
}
