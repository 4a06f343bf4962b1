import {
  FILTER_COLUMNS,
  columnValue,
  ORDERING_COLUMN,
  ORDERINGS,
  type FilterColumn,
  type Ordering,
} from '../../domain/profile/orderings.ts';
import { defaultRuleSet, type EngagementRuleSet } from '../../domain/engagement/rules.ts';
import type { Derived, FieldSource } from '../../domain/profile/fields.ts';
import { STANDING_WORDS, type StandingWords } from '../../domain/summary/standing.ts';
import type { CustomerProfile, RfmProfile } from '../../domain/profile/profile.ts';
import type { FocusOpportunities } from '../../domain/portfolio/focus.ts';
import { kumarReferralValue } from '../../domain/referral/crv.ts';
import { rfmAt } from '../../domain/rfm/cut-offs.ts';
import type { SegmentDefinition } from '../../domain/segments/builtin.ts';
import type { Parameters } from '../../published/parameters.ts';
import type { Market } from '../../domain/opportunities/opportunities.ts';
import type { PublishedHealth } from '../../published/health.ts';
import type { InfluenceScales } from '../../published/statistics.ts';
import { countedMinor } from '../../domain/summary/own-value.ts';
import { dayIn } from '../../domain/time/time.ts';
import type { RunSettings } from './settings.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { computeAccounts, type AccountsResult } from './accounts.ts';
import { relationsOf, type SnapshotRelations } from './relations.ts';
import { communityKey, computeCommunities, type CommunitiesResult, type KnownCommunities } from './communities.ts';
import { cutOffsOf, inForce, type KnownParameters } from './adoption.ts';
import { flowValue, type ValueFlow } from './flow.ts';
import { computeInfluence, type InfluenceResult } from './influence.ts';
import { computeLifetime, type LifetimeResult } from './lifetime.ts';
import { lifecycles } from './lifecycle.ts';
import { networkAtRisk } from './at-risk.ts';
import { networkCredit, type NetworkCalibration } from './kappa.ts';
import { descendingOrder } from '../../domain/numerics/order.ts';
import { RANKED_FIELDS, type RankedField } from '../../domain/segments/fields.ts';
import { idCount } from '../../store/customers/packed-ids.ts';
import { rowsOf, type Rows } from './rows.ts';
import { computeHealth } from './health.ts';
import { derivedOf } from './derived.ts';
import { focusOf } from './focus.ts';
import { wordIn } from '../snapshot/word-columns.ts';
import { computeMarket } from './market.ts';
import { computeSeeds, type SeedsResult } from './seeds.ts';
import { assignSegments, type SegmentMembers, type ToldMembership } from './segments.ts';

/** What earlier runs froze, so that scores move only when customers do. */
export interface Frozen {
  readonly influence: InfluenceScales | null;
  readonly network: NetworkCalibration | null;
  readonly communities: KnownCommunities | null;
  /** Absent or null: the run learns its own, as a first one does. */
  readonly parameters?: KnownParameters | null;
  /** What points are counted with; the built-in rules when absent. */
  readonly ruleSet?: EngagementRuleSet;
  /** Whether the run shows the past: what is frozen was learned later, or in force then; nothing is learned for it. */
  readonly isView?: boolean;
}

export interface RankedList {
  readonly order: Int32Array;
  readonly values: Float64Array;
}

/** Everything a run publishes, in memory: columns and lists over the customers of the snapshot. */
export interface RunResult {
  readonly profiles: Rows<CustomerProfile>;
  /** What fields of everybody are read from; of segments none. */
  readonly customers: Rows<FieldSource>;
  readonly flow: ValueFlow;
  /** What refunds and credits took of the value counted, whole minor units per customer. */
  readonly refundsMinor: Float64Array;
  readonly creditsMinor: Float64Array;
  /** What is still to come, before and after it has moved: nothing else of that flow is shown, so nothing else is held. */
  readonly potential: Pick<ValueFlow, 'directMinor' | 'totalMinor'> | null;
  readonly relations: SnapshotRelations;
  readonly influence: InfluenceResult;
  readonly lifetime: LifetimeResult | null;
  /** What was computed with; null where nobody has bought. */
  readonly parameters: Parameters | null;
  readonly network: NetworkCalibration;
  readonly communities: CommunitiesResult;
  readonly accounts: AccountsResult;
  /** What others are worth only through a customer, whole minor units, for those for whom it was worked out. */
  readonly networkAtRisk: ReadonlyMap<number, number>;
  readonly seeds: SeedsResult | null;
  /** What health and opportunities are worked out with when they are asked for. */
  readonly health: PublishedHealth | null;
  readonly market: Market | null;
  /** What more could be sold to those with most of a value. */
  readonly focusOpportunities: FocusOpportunities;
  /** Of each customer, 0 … 1 (domain/health/parts.ts); NaN where nothing was measured. */
  readonly happiness: Float64Array;
  readonly orderings: Readonly<Partial<Record<Ordering, RankedList>>>;
  readonly segments: ReadonlyMap<string, SegmentMembers>;
  readonly told: ToldMembership;
  readonly columns: Readonly<Record<FilterColumn, Float64Array>>;
}

/** A run's answers from its snapshot: pure, so that a resumed run finds exactly what the first attempt had. */
export function computeRun(
  snapshot: Snapshot,
  settings: RunSettings,
  segments: readonly SegmentDefinition[],
  frozen: Frozen,
): RunResult {
  const parts = computing(snapshot, settings, segments, frozen);
  for (;;) {
    const part = parts.next();
    if (part.done === true) return part.value;
  }
}

/** {@link computeRun} in parts, so that whoever drives it can say in between that it is alive. */
export function* computing(
  snapshot: Snapshot,
  settings: RunSettings,
  segments: readonly SegmentDefinition[],
  frozen: Frozen,
): Generator<void, RunResult> {
  const { columns, ids } = snapshot;
  const count = idCount(ids);
  // Learning and seeds come first: nothing takes more memory for a while, and least is held yet.
  const known = frozen.parameters ?? null;
  const isView = frozen.isView ?? false;
  let judged = snapshot.purchases.day.length === 0 ? null : inForce(snapshot, settings, known, isView);
  const parameters = judged === null ? null : withCuts(judged.parameters, settings, snapshot);
  yield;
  const lifetime = judged === null ? null : computeLifetime(snapshot, judged);
  yield;
  const network = networkCredit(settings, frozen.network, snapshot.asOf);
  const relations = relationsOf(snapshot, network);
  const seeds = computeSeeds(relations.csr);
  yield;
  const { marginRate } = settings;
  const flow = flowValue(relations, valueOf(columns.knownMarginMinor, columns.uncostedRevenueMinor, marginRate));
  const refundsMinor = valueOf(columns.refundedMarginMinor, columns.refundedUncostedMinor, marginRate);
  const creditsMinor = valueOf(columns.creditMarginMinor, columns.creditUncostedMinor, marginRate);
  const crv = kumarReferralValue(relations.forest, flow.directMinor);
  yield;
  const health = computeHealth(snapshot, judged, lifetime, relations, frozen.ruleSet ?? defaultRuleSet);
  const market = computeMarket(snapshot, lifetime, flow.directMinor);
  // What was learned from is as large as the purchases.
  judged = null;
  yield;
  // Rewards and saved acquisition costs are one-off: what is still to come moves without them.
  const potential = lifetime === null ? null : movedPotential(relations, lifetime.potentialMinor);
  const influence = computeInfluence(snapshot, relations, network, frozen.influence);
  yield;
  const communities = computeCommunities(ids, relations, flow.totalMinor, flow.cents.receivedMinor, frozen.communities);
  yield;
  const rfm = rfmOf(snapshot, parameters);
  const lifecycle = lifecycles(
    snapshot,
    relations.forest,
    lifetime?.profiles ?? null,
    settings.lapsedBelow,
    parameters?.scoring.populationGapDays ?? null,
  );

  const unsegmented = rowsOf(count, (i): Omit<CustomerProfile, 'segments'> => ({
    value: {
      revenueMinor: columns.revenueMinor[i]!,
      directMinor: flow.directMinor[i]!,
      referralMinor: flow.referral.afterReferralMinor[i]! - flow.directMinor[i]!,
      referralReceivedMinor: flow.referral.receivedMinor[i]!,
      referralGrossMinor: flow.referral.grossMinor[i]!,
      referralPassedOnMinor: flow.referral.passedOnMinor[i]!,
      crvMinor: crv[i]!,
      networkMinor: flow.totalMinor[i]! - flow.referral.afterReferralMinor[i]!,
      networkReceivedMinor: flow.cents.receivedMinor[i]!,
      networkPassedOnMinor: flow.cents.passedOnMinor[i]!,
      potentialDirectMinor: potential === null ? null : potential.directMinor[i]!,
      potentialIndirectMinor: potential === null ? null : potential.totalMinor[i]! - potential.directMinor[i]!,
      uncosted: columns.uncostedRevenueMinor[i] !== 0,
      refundsMinor: refundsMinor[i]!,
      creditsMinor: creditsMinor[i]!,
      moneyBackAt: Number.isNaN(columns.moneyBackAt[i]!) ? null : columns.moneyBackAt[i]!,
    },
    clv: lifetime?.profiles.at(i) ?? null,
    rfm: rfm.at(i),
    engagement: { points: columns.engagementPoints[i]! },
    lifecycle: lifecycle.at(i),
    influence: influence.profiles.at(i),
    community: communities.idOf[i] === -1 ? null : communityKey(communities.idOf[i]!),
  }));
  const atRisk = networkAtRisk(flow, relations);
  const focus = focusOf({ flow, potential });
  const happiness = new Float64Array(count).fill(Number.NaN);
  const onEach = { opportunities: focus.add, happiness: (i: number, score: number) => (happiness[i] = score) };
  const derived = derivedOf(snapshot, unsegmented, { health, market }, atRisk, onEach);
  const customers = fieldSources(snapshot, unsegmented, derived);
  yield;
  const { membership, filters } = selected(customers, segments, snapshot.lists);
  const orderings = orderingsOf(filters, potential !== null);
  yield;
  return {
    customers,
    profiles: rowsOf(count, (i) => ({ ...unsegmented.at(i), segments: membership.keysOf(i) })),
    flow,
    refundsMinor,
    creditsMinor,
    potential,
    relations,
    influence,
    lifetime,
    parameters,
    network,
    communities,
    accounts: computeAccounts(snapshot.words.account, (i) => unsegmented.at(i).value, snapshot.accounts),
    networkAtRisk: atRisk,
    seeds,
    health,
    market,
    focusOpportunities: focus.finish(),
    happiness,
    orderings,
    segments: membership.members,
    told: membership.told,
    columns: filters,
  };
}

const valueOf = (knownMarginMinor: Float64Array, uncostedMinor: Float64Array, marginRate: number): Float64Array =>
  knownMarginMinor.map((margin, i) => countedMinor(margin, uncostedMinor[i]!, marginRate));

function movedPotential(relations: SnapshotRelations, directMinor: Float64Array): RunResult['potential'] {
  const { totalMinor } = flowValue({ ...relations, forest: withoutOneOffs(relations) }, directMinor);
  return { directMinor, totalMinor };
}

function withoutOneOffs({ forest }: SnapshotRelations): SnapshotRelations['forest'] {
  const none = new Float64Array(forest.customerCount);
  return { ...forest, savedAcquisitionCostMinor: none, rewardMinor: none };
}

/** Parameters with the cut points of RFM that the company set; where it did and does no more, with its fifths of today. */
function withCuts(parameters: Parameters, { rfm }: RunSettings, snapshot: Snapshot): Parameters {
  const { scoring } = parameters;
  if (rfm !== undefined) return { ...parameters, scoring: { ...scoring, rfm: { ...rfm, own: true } } };
  if (scoring.rfm.own !== true) return parameters;
  return { ...parameters, scoring: { ...scoring, rfm: cutOffsOf(snapshot, dayIn(snapshot.timeZone)(snapshot.asOf)) } };
}

function rfmOf({ columns, ids, asOf, timeZone }: Snapshot, parameters: Parameters | null): Rows<RfmProfile | null> {
  const today = dayIn(timeZone)(asOf);
  return rowsOf(idCount(ids), (i) =>
    columns.orderCount[i] === 0 || parameters === null
      ? null
      : rfmAt(parameters.scoring.rfm, {
          recencyDays: today - columns.lastDay[i]!,
          frequency: columns.orderCount[i]!,
          monetary: columns.revenueMinor[i]!,
        }),
  );
}

/** What the fields of each customer are read from (domain/profile/fields.ts). */
function fieldSources(
  snapshot: Snapshot,
  profiles: Rows<FieldSource['profile']>,
  derived: (i: number) => Derived,
): Rows<FieldSource> {
  const { columns, groups, words } = snapshot;
  const today = dayIn(snapshot.timeZone)(snapshot.asOf);
  return rowsOf(profiles.length, (i) => ({
    profile: profiles.at(i),
    today,
    summary: (column) => columns[column][i]!,
    words: Object.fromEntries(STANDING_WORDS.map((word) => [word, wordIn(words[word], i)])) as Record<
      keyof StandingWords,
      string | null
    >,
    segments: [],
    derived: derived(i),
    groups: Array.from(groups.name.subarray(groups.offsets[i]!, groups.offsets[i + 1]!), (name) => groups.names[name]!),
  }));
}

/** Fields as columns, all in one walk: what a customer's fields are read from is made anew each time. */
function columnsOf<F extends FilterColumn | RankedField>(
  fields: readonly F[],
  customers: Rows<FieldSource>,
): Record<F, Float64Array> {
  const columns = new Map(fields.map((field) => [field, new Float64Array(customers.length)]));
  for (let i = 0; i < customers.length; i++) {
    const customer = customers.at(i);
    for (const [field, column] of columns) column[i] = columnValue(field, customer);
  }
  return Object.fromEntries(columns) as Record<F, Float64Array>;
}

/** Who is in which segment, and the columns lists are filtered by; those that rules alone ask for are let go. */
function selected(customers: Rows<FieldSource>, segments: readonly SegmentDefinition[], lists: Snapshot['lists']) {
  const fields = columnsOf([...FILTER_COLUMNS, ...RANKED_FIELDS], customers);
  const membership = assignSegments(customers, fields, segments, lists);
  const filters = Object.fromEntries(FILTER_COLUMNS.map((name) => [name, fields[name]])) as Record<
    FilterColumn,
    Float64Array
  >;
  return { membership, filters };
}

/** Orderings nothing computed this time are left out: the API then says so instead of showing a list of nothing. */
function orderingsOf(columns: Record<FilterColumn, Float64Array>, hasPotential: boolean) {
  const orderings: Partial<Record<Ordering, RankedList>> = {};
  for (const ordering of ORDERINGS) {
    if (ordering === 'POTENTIAL_VALUE' && !hasPotential) continue;
    const values = columns[ORDERING_COLUMN[ordering]];
    orderings[ordering] = { values, order: descendingOrder(values) };
  }
  return orderings;
}
