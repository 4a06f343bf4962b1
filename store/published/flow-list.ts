import type { CustomerId } from '../../domain/events.ts';

/**
 * Why a customer's indirect value is what it is: who credited them and whom they credited, so that every published number
 * opens into terms that sum to it exactly. Kept in blocks by the first letters of the id: a request reads one small block.
 */
export interface CustomerFlows {
  readonly referralReceived: FlowList;
  readonly referralPassedOn: FlowList;
  readonly networkReceived: FlowList;
  readonly networkPassedOn: FlowList;
  /** What others are worth only through this customer; null where it was not worked out (few follow them). Never to be summed. */
  readonly networkAtRiskMinor: number | null;
}

/** Σ flows + restMinor = totalMinor. */
export interface FlowList {
  readonly totalMinor: number;
  readonly flows: readonly Flow[];
  /** What the flows not listed amount to. */
  readonly restMinor: number;
}

export interface Flow {
  readonly customer: CustomerId;
  readonly amountMinor: number;
  /** From who gives to who receives, both included. */
  readonly path: readonly CustomerId[];
}
