import { Command } from 'commander';
import type { Calibration, ExperimentEvidence } from '../../domain/network/calibration.ts';
import type { CalibrationMismatch } from '../../domain/network/calibration-fit.ts';
import { DIRECT_CREDIT_LIMIT, type DirectCredit } from '../../domain/network/direct-credit.ts';
import type { DirectionTest } from '../../domain/network/direction-test.ts';
import { verdictOf, type Difference, type ForwardRule, type ForwardSplit } from '../../domain/network/forward-split.ts';
import { formatMinor } from '../money.ts';
import { instantOption, numberOption, type GlobalOptions } from '../options.ts';

interface CalibrateCommandOptions extends GlobalOptions {
  readonly asOf?: number;
  readonly causalShare?: number;
  readonly windowDays?: number;
}

/** `kring calibrate`. */
export const calibrateCommand = (): Command =>
  new Command('calibrate')
    .description('measure how much of what followers buy follows those they follow; the runs to come use it')
    .option(
      '--as-of <date>',
      'use histories up to here (default: the instant runs of this table are pinned to, for the demo its last day, otherwise now)',
      instantOption,
    )
    .option(
      '--causal-share <h>',
      'share of followed purchases that following caused, from your own experiment (default: the direction test, 0 where it does not rule out chance)',
      numberOption('a number from 0 to 1', (x) => x >= 0 && x <= 1),
    )
    .option(
      '--window-days <days>',
      'a purchase is followed when it comes this many days after (default 90)',
      numberOption('a number from 1 to 3650', (x) => x >= 1 && x <= 3650),
    )
    .action(async (_options, command: Command) => calibrate(command.optsWithGlobals<CalibrateCommandOptions>()));

async function calibrate(options: CalibrateCommandOptions): Promise<void> {
  const { withConnection } = await import('../../local/dynamodb/connect.ts');
  const { calibrateNetwork } = await import('../../enrichment/calibrate.ts');
  const { newProgress } = await import('../progress.ts');
  const { deploymentAsOf } = await import('../../local/demo/demo.ts');
  const { asOf, causalShare: h, windowDays } = options;
  await withConnection(options, async ({ db }) => {
    const progress = newProgress();
    let started = false;
    const calibration = await calibrateNetwork(db, {
      asOf: asOf ?? (await deploymentAsOf(db)),
      ...(h === undefined ? {} : { h }),
      ...(windowDays === undefined ? {} : { windowDays }),
      onProgress: (done, total) => {
        if (!started) progress.stage('Reading histories', total);
        started = true;
        progress.update(done);
      },
    });
    progress.stop();
    console.log(described(calibration));
  });
}

const CAUSE: Readonly<Partial<Record<string, string>>> = {
  EXPERIMENT: 'your actions, with observation',
  DIRECTION_TEST: 'direction test',
  OPERATOR: 'your figure',
  PRIOR: 'a cautious PRIOR: too few pairs to test',
};

/** A calibration in words, with its evidence. */
export function described({
  version,
  kappaBar,
  kappaBarSource,
  h,
  hSource,
  experiment,
  windowDays,
  evidence,
  evidenceEndsMs,
}: Calibration): string {
  const test = evidence.directionTest;
  return [
    `Calibration ${version}${evidence.purchases === 0 ? '' : `, on purchases before ${new Date(evidenceEndsMs).toISOString().slice(0, 10)}`}.`,
    `Followed: ${percent(kappaBar)} of purchases come within ${windowDays} days after one by somebody the buyer follows ` +
      `(${kappaBarSource === 'MEASURED' ? `${evidence.followedPurchases} of ${evidence.purchases}, by ${evidence.followers} followers` : 'a default: too few purchases to measure'}).`,
    `Caused: ${percent(h)} of those (${CAUSE[hSource] ?? 'a default'}).`,
    ...(experiment === undefined ? [] : experimentText(experiment)),
    ...(test === null || test.ratio === null ? [] : directionText(test, test.ratio)),
    ...(evidence.forward == null ? [] : forwardText(evidence.forward)),
  ].join('\n');
}

const UNUSED: Readonly<Record<NonNullable<ExperimentEvidence['reason']>, string>> = {
  IMPRECISE: 'less sure than observation, so not used',
  TOO_OLD: 'too long ago, so not used',
  TIES_CHANGED: 'too few of the ties of then are left, so not used',
};

/** Both figures, whichever is used. */
function experimentText({
  h,
  low,
  high,
  actions,
  outcome,
  until,
  observedH,
  observedSource,
  reason,
}: ExperimentEvidence): string[] {
  return [
    `By experiment: ${percent(h)} (95 %: ${percent(low)} to ${percent(high)}), from ${actions.join(', ')} on ${outcome}; ` +
      `${reason === null ? `it counts until ${new Date(until).toISOString().slice(0, 10)}` : UNUSED[reason]}. By observation: ${percent(observedH)} (${CAUSE[observedSource] ?? 'a default'}). ` +
      "An action's extra purchases are taken to cause as much as ordinary ones.",
  ];
}

function directionText(test: DirectionTest, ratio: number): string[] {
  const {
    oneWayTies,
    after,
    before,
    timingRatio,
    causalShareBeyondTiming: strict,
    interval95,
    likeness,
    isBeyondChance,
  } = test;
  return [
    `Direction test over ${oneWayTies} one-way ties: the follower came after in ${after} pairs and before in ${before}, a ratio of ${ratio.toFixed(2)}; ` +
      `purchases of different things give ${timingRatio?.toFixed(2) ?? 'no figure'}, which is how far the followed are merely earlier. A heuristic, not an experiment.`,
    ...(strict === null || interval95 === null
      ? []
      : [
          `Beyond timing: ${percent(strict)} (95 %, followers resampled: ${interval95.map(percent).join(' to ')}); ` +
            `${likeness === null ? 'no' : `${likeness.toFixed(2)} times the`} pairs that random ties would give. Chance is ${isBeyondChance ? '' : 'not '}ruled out.`,
        ]),
  ];
}

const RULE: Readonly<Record<ForwardRule, string>> = {
  activityTimesFollowers: 'recent activity × followers',
  followers: 'number of followers',
  pageRank: 'PageRank',
};
const VERDICT = { AHEAD: 'ahead', LEVEL: 'no difference that can be told from chance', BEHIND: 'behind' } as const;

/** Whether the numbers foresaw, in the company's own past, whose purchases others follow, in words. */
function forwardText({ followedPurchases, cutDays, horizonDays, capture, bestRule, ...ahead }: ForwardSplit): string[] {
  const against = (name: string, difference: Difference): string =>
    `${name} ${signed(difference.difference)} (± ${points(difference.standardError)}): ${VERDICT[verdictOf(difference)]}`;
  return [
    `Does it predict? At ${cutDays.length} cuts of the past, the top tenth of the followed had, of ${followedPurchases} followed purchases in the ${horizonDays} days after: ` +
      `by network value ${percent(capture.networkValue)}, by influence ${percent(capture.influence)}, by the best rule (${RULE[bestRule]}) ${percent(capture[bestRule])}.`,
    `Against that rule, in points: ${against('network value', ahead.networkValueAhead)}; ${against('influence', ahead.influenceAhead)}.`,
  ];
}
const points = (share: number): string => (100 * share).toFixed(1);
const signed = (share: number): string => `${share < 0 ? '−' : '+'}${points(Math.abs(share))}`;

/** What followers pass on, against what the evidence supports, in words. */
export function creditText({ creditedMinor, supportedMinor, cutTo }: DirectCredit, currency: string): string {
  const money = (minor: number): string => formatMinor(Math.round(minor), currency);
  return (
    `Direct credit: ${money(creditedMinor)}; the evidence supports ${money(supportedMinor)}, the bound is ${money(DIRECT_CREDIT_LIMIT * supportedMinor)}` +
    `${cutTo === 1 ? '' : `, to which every share was cut (× ${cutTo.toFixed(3)})`}.`
  );
}

const MISMATCH: Readonly<Record<CalibrationMismatch, string>> = {
  EVIDENCE_AFTER_RUN: 'it was measured on purchases this run, pinned to the past, does not know.',
  EVIDENCE_OLD:
    'customers have gone on buying for more than a year since its evidence ended. Measure again: npm run -s kring -- calibrate',
};

/** A warning per way in which a calibration does not fit its run. */
export const mismatchTexts = (mismatches: readonly CalibrationMismatch[]): string[] =>
  mismatches.map((mismatch) => `Warning: the calibration does not fit this run (${mismatch}): ${MISMATCH[mismatch]}`);

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
