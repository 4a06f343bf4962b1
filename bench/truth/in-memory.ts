/** A generated company's run without a database: the same folding, measuring and computing, for companies by the dozen. */
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import type { CustomerEvent, CustomerId } from '../../domain/events.ts';
import { foldSummary } from '../../domain/history/fold.ts';
import { builtinSegments } from '../../domain/segments/builtin.ts';
import { measureNetwork } from '../../enrichment/calibrate.ts';
import { computeRun, type RunResult } from '../../enrichment/compute/compute.ts';
import { healthsOn } from '../../enrichment/compute/health.ts';
import { inForce, type InForce } from '../../enrichment/compute/adoption.ts';
import type { NetworkCalibration } from '../../enrichment/compute/kappa.ts';
import { parseSettings, type RunSettings } from '../../enrichment/compute/settings.ts';
import { buildSnapshot } from '../../enrichment/snapshot/columns.ts';
import { tieBreakOf } from '../../enrichment/snapshot/precedence.ts';
import type { Snapshot } from '../../enrichment/snapshot/snapshot.ts';
import type { CompanyEstimate } from '../../local/demo/company/estimates.ts';
import type { GeneratedCompany } from '../../local/demo/company/generate.ts';
import { customerIdOf, type CustomerIdentifier } from '../../store/customers/identity.ts';
import { idAt } from '../../store/customers/packed-ids.ts';

const KEY = { identityKey: new TextEncoder().encode('a key of the bench, thirty-two by') };
const idOf = (customer: CustomerIdentifier): CustomerId => customerIdOf(KEY, customer);
const keyOf = (customer: CustomerIdentifier): string =>
  'externalId' in customer ? customer.externalId.id : JSON.stringify(customer);

export interface RunInMemory {
  readonly snapshot: Snapshot;
  readonly judged: InForce;
  readonly result: RunResult;
  readonly estimate: CompanyEstimate;
  readonly network: NetworkCalibration;
  /** Keys of the customers, in the snapshot's order. */
  readonly keys: readonly string[];
}

/** Takes a company's records in, measures its network, and runs. @param chosen settings of the run that are not the product's own */
export async function runInMemory(
  { records, asOf }: Pick<GeneratedCompany, 'records' | 'asOf'>,
  chosen: Partial<RunSettings> = {},
): Promise<RunInMemory> {
  const byCustomer = Map.groupBy(records.events, ({ customer }) => idOf(customer));
  const eventsOf = (id: CustomerId): CustomerEvent[] =>
    (byCustomer.get(id) ?? []).flatMap(({ event }) => (event.kind === 'FACT' ? [] : [event]));
  const keys = new Map(records.events.map(({ customer }) => [idOf(customer), keyOf(customer)]));
  const { snapshot } = buildSnapshot({
    asOf,
    ruleSetVersion: defaultRuleSet.version,
    ties: records.ties.map(({ follower, followed, ...tie }) => ({
      ...tie,
      follower: idOf(follower),
      followed: idOf(followed),
    })),
    referrals: records.referrals.map(({ advocate, friend, ...claim }) => ({
      ...claim,
      claim: `${idOf(friend)}#${claim.id}`,
      advocate: idOf(advocate),
      friend: idOf(friend),
    })),
    customers: [...byCustomer.keys()].map((id) => ({
      id,
      tieBreak: tieBreakOf({ type: 'EXTERNAL_ID', source: 'simulated-shop', value: keys.get(id)! }),
      summary: foldSummary(eventsOf(id), [], defaultRuleSet),
    })),
  });
  const network = await measureNetwork(snapshot, async (i) => eventsOf(idAt(snapshot.ids, i)), { asOf, version: 1 });
  const settings = parseSettings(chosen);
  const result = computeRun(snapshot, settings, builtinSegments, { influence: null, network, communities: null });
  const judged = inForce(
    snapshot,
    settings,
    {
      parameters: result.parameters!,
      report: result.lifetime!.statistics.report,
      valuedOn: Math.floor(asOf / 86_400_000),
      potentialMinor: 0,
    },
    true,
  )!;
  const day = Math.floor(asOf / 86_400_000);
  const healths = healthsOn(snapshot, {
    day,
    log: judged.log,
    scores: judged.evaluator.scores(judged.log, day),
    populationGapDays: judged.parameters.scoring.populationGapDays,
    forest: result.relations.forest,
  });
  const { calibration } = network;
  const interval = calibration.evidence.directionTest?.interval95 ?? null;
  return {
    snapshot,
    judged,
    result,
    network,
    keys: Array.from(result.profiles, (_, i) => keys.get(idAt(snapshot.ids, i))!),
    estimate: {
      followedShare: calibration.kappaBar,
      causalShare: calibration.h,
      causalLow: interval?.[0] ?? null,
      causalHigh: interval?.[1] ?? null,
      customers: Array.from(result.profiles, ({ value, clv, lifecycle, influence }, i) => {
        const health = healths.at(i);
        return {
          key: keys.get(idAt(snapshot.ids, i))!,
          directMinor: value.directMinor,
          expectedOrders: clv?.expectedOrders ?? null,
          predictedMinor: clv?.predictedMinor ?? null,
          lowMinor: clv?.lowMinor ?? null,
          highMinor: clv?.highMinor ?? null,
          returnProbability: clv?.returnProbability ?? null,
          lapsed: lifecycle.lapsed,
          referralReceivedMinor: value.referralReceivedMinor,
          networkMinor: value.networkMinor,
          networkPassedOnMinor: value.networkPassedOnMinor,
          influence: influence?.score ?? null,
          healthBand: health?.band ?? null,
          wellbeing: health?.factors.find(({ key }) => key === 'WELLBEING')?.value ?? null,
        };
      }),
    },
  };
}
