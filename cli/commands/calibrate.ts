import { Command } from 'commander';
import type { Calibration } from '../../domain/network/calibration.ts';
import { instantOption, numberOption } from '../options.ts';
import type { GlobalOptions } from '../options.ts';

interface CalibrateOptions extends GlobalOptions {
  readonly asOf?: number;
  readonly causalShare?: number;
  readonly windowDays?: number;
}

export const calibrateCommand = (): Command =>
  new Command('calibrate')
    .description('measure how much of what followers buy follows those they follow; the runs to come use it')
    .option('--as-of <date>', 'use histories up to here (default now)', instantOption)
    .option(
      '--causal-share <h>',
      'share of followed purchases that following caused, from your own experiment (default: the direction test)',
      numberOption('a number from 0 to 1', (x) => x >= 0 && x <= 1),
    )
    .option(
      '--window-days <days>',
      'a purchase is followed when it comes this many days after (default 90)',
      numberOption('a number from 1 to 3650', (x) => x >= 1 && x <= 3650),
    )
    .action(async (_options, command: Command) => calibrate(command.optsWithGlobals<CalibrateOptions>()));

async function calibrate(options: CalibrateOptions): Promise<void> {
  const { withConnection } = await import('../../local/dynamodb/connect.ts');
  const { calibrateNetwork } = await import('../../enrichment/calibrate.ts');
  const { newProgress } = await import('../progress.ts');
  const { asOf = Date.now(), causalShare: h, windowDays } = options;
  await withConnection(options, async ({ db }) => {
    const progress = newProgress();
    let started = false;
    const calibration = await calibrateNetwork(db, {
      asOf,
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

/** A calibration in words, with its evidence. */
export function described({
  version,
  kappaBar,
  kappaBarSource,
  h,
  hSource,
  windowDays,
  evidence,
}: Calibration): string {
  const test = evidence.directionTest;
  const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
  return [
    `Calibration ${version}.`,
    `Followed: ${share(kappaBar)} of purchases come within ${windowDays} days after one by somebody the buyer follows ` +
      `(${kappaBarSource === 'MEASURED' ? `${evidence.followedPurchases} of ${evidence.purchases}, by ${evidence.followers} followers` : 'a default: too few purchases to measure'}).`,
    `Caused: ${share(h)} of those (${{ DIRECTION_TEST: 'direction test', OPERATOR: 'your figure', DEFAULT: 'a default: too few pairs to test' }[hSource]}).`,
    ...(test === null || test.ratio === null
      ? []
      : [
          `Direction test over ${test.oneWayTies} one-way ties: the follower came after in ${test.after} pairs and before in ${test.before}, a ratio of ${test.ratio.toFixed(2)}; ` +
            `purchases of different things give ${test.timingRatio?.toFixed(2) ?? 'no figure'}, which is how far the followed are merely earlier. A heuristic, not an experiment.`,
        ]),
  ].join('\n');
}
