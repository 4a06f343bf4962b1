import type { ModelPair } from '../domain/clv/comparison/incumbent.ts';
import type { ScoringParameters } from '../domain/profile/parameters.ts';

/**
 * The frozen side of what is published: **published = f(a customer's statistics, these parameters, the valuation day)**
 * (docs/decisions/0016). A version never changes; the run that adopts the next one publishes the bridge between them.
 *
 * Contract for readers:
 * - the version in force lies with the generation (`VisibleGeneration.parameters`, text of {@link encodeParameters}), so generation and
 *   parameters are always of one run; parse it once per generation;
 * - `scorerOf(parameters.scoring)` of domain/profile/scoring.ts values one customer from their summary and the valuation day (the
 *   generation's `asOf` as a day of its zone), to the same bits as the run;
 * - the anchors of influence (`statistics.influence.scales`) and the calibration of the network (`statistics.network.calibration`) are
 *   frozen under versions of their own and stay there.
 */
export interface Parameters {
  /** From 1, one more with every adoption. */
  readonly version: number;
  /** Days since 1970-01-01 of the shop's calendar: the first valuation with these parameters, and the last day they were learned from. */
  readonly adoptedOn: number;
  readonly fittedOn: number;
  readonly reason: AdoptionReason;
  readonly scoring: ScoringParameters;
  readonly selection: Selection;
}

/**
 * Why parameters were adopted:
 * - FIRST: there were none that could be gone on with;
 * - DRIFT: the same day's sum of potential differed by more than 2 % under newly fitted ones;
 * - AGE: four weeks, or the quarterly choice of models, had come;
 * - FAMILY: another model has won two choices in a row, or the one in force cannot be fitted any more;
 * - SETTINGS: margin rate, horizon, discount or the choice of model was set anew;
 * - REQUEST: the run was asked to.
 */
export type AdoptionReason = 'FIRST' | 'DRIFT' | 'AGE' | 'FAMILY' | 'SETTINGS' | 'REQUEST';

/** The last choice among the models. */
export interface Selection {
  readonly day: number;
  /** What won it without having been chosen: it is adopted when it wins the next choice too. */
  readonly challenger: ModelPair | null;
}

/** What readers of a number are told of the parameters behind it. */
export type Adoption = Pick<Parameters, 'version' | 'adoptedOn' | 'fittedOn' | 'reason'>;

/**
 * How the sum of everybody's potential came from the run before to this one, whole minor units:
 * before + time + parameters + events = after, to the cent. So a portfolio that moved because it was judged anew is never taken for business.
 */
export interface PotentialBridge {
  /** Valuation days, since 1970-01-01 of the shop's calendar, and the versions of the parameters on them. */
  readonly fromDay: number;
  readonly toDay: number;
  readonly fromVersion: number;
  readonly toVersion: number;
  readonly beforeMinor: number;
  /** What the days alone did: the purchases until `fromDay`, valued on `toDay` instead, by the parameters before. */
  readonly timeMinor: number;
  /** What other parameters did: the same purchases on the same day. 0 where none were adopted. */
  readonly parametersMinor: number;
  /** All else: purchases since, and what was told of earlier ones since (late, corrected, refunded, erased). */
  readonly eventsMinor: number;
  readonly afterMinor: number;
}

/** Goes up when the same text would come to mean something else. */
const LAYOUT = 1;

/** The parameters as text, at most 4 KB; equal parameters, equal text. */
export const encodeParameters = (parameters: Parameters): string => JSON.stringify({ layout: LAYOUT, ...parameters });

/** The reverse of {@link encodeParameters}; null for a text of another layout, and for none. */
export function decodeParameters(text: string | undefined): Parameters | null {
  if (text === undefined) return null;
  const { layout, ...parameters } = JSON.parse(text) as Parameters & { readonly layout: number };
  return layout === LAYOUT ? parameters : null;
}
