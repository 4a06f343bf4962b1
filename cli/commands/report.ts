import Table from 'cli-table3';
import { Command } from 'commander';
import { VisibleError } from '../../domain/errors.ts';
import type { HoldoutMetrics } from '../../domain/clv/evaluation/holdout.ts';
import type { ModelReport } from '../../domain/clv/result/report.ts';
import { REFERRAL_REJECTIONS, type ReferralRejectionReason } from '../../domain/referral/forest.ts';
import { pointsLeadText } from '../../domain/engagement/lead-text.ts';
import { HEALTH, REPORTS } from '../../published/blocks.ts';
import { decodeHealth, type PublishedHealth } from '../../published/health.ts';
import type { AdoptionReason } from '../../published/parameters.ts';
import { decodeReports } from '../../published/reports.ts';
import {
  improves,
  statisticsOf,
  type LifetimeFigures,
  type PublishedStatistics,
  type SocialLift,
} from '../../published/statistics.ts';
import { isoDay } from '../clv/notes.ts';
import { formatMinor } from '../money.ts';
import type { GlobalOptions } from '../options.ts';
import { creditText, described, mismatchTexts } from './calibrate.ts';

/** `kring report`. */
export const reportCommand = (): Command =>
  new Command('report')
    .description(
      'what the last run says about itself: the model of lifetime value and why, the calibration, honesty checks',
    )
    .option('--json', 'the whole model report as JSON')
    .action(async (_options, command: Command) => {
      const { withConnection } = await import('../../local/dynamodb/connect.ts');
      const { visibleGeneration } = await import('../../store/published/generations.ts');
      const { readShownBlock } = await import('../../store/published/blocks.ts');
      const { suspicionTable } = await import('../suspicion-table.ts');
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
      await withConnection(options, async ({ db }) => {
        const generation = await visibleGeneration(db);
        if (generation === null)
          throw new VisibleError('NOT_COMPUTED', 'Nothing has been computed yet. Run: npm run -s kring -- enrich');
        const statistics = statisticsOf(generation);
        const bytes = await readShownBlock(db, generation, REPORTS, 0);
        const reports = bytes === null ? null : decodeReports(new TextDecoder().decode(bytes));
        const model = reports?.model ?? null;
        const healthBytes = await readShownBlock(db, generation, HEALTH, 0);
        const health = healthBytes === null ? null : decodeHealth(new TextDecoder().decode(healthBytes));
        if (options.json) console.log(JSON.stringify(model, null, 2));
        else {
          const suspicions = reports === null ? '' : await suspicionTable(db, generation, reports.suspicions);
          console.log(
            `${text(statistics, model, generation.currencyCode)}\n\nPOINTS\n${leadText(health)}${suspicions}`,
          );
        }
      });
    });

/** Whether points lead value, as the last run found it. */
const leadText = (health: PublishedHealth | null): string =>
  health?.lead === undefined || health.lead === null
    ? 'Nobody had bought half a year before, so whether points lead value cannot be told yet.'
    : pointsLeadText(health.lead);

function text(
  { network, influence, records, lifetime }: PublishedStatistics,
  model: ModelReport | null,
  currency: string,
): string {
  const rejected = Object.entries(records.rejectedReferrals).map(
    ([reason, count]) => `  ${count} ${reason}: ${REFERRAL_REJECTIONS[reason as ReferralRejectionReason]}.`,
  );
  return [
    'LIFETIME VALUE',
    ...(model === null || lifetime === null
      ? ['No order to model.']
      : [
          model.reason,
          `Modelled for ${(100 * lifetime.measurableShare).toFixed(1)} % of the customers, over ${lifetime.horizonDays} days.`,
          ...bridgeTexts(lifetime, currency),
          ...totalTexts(lifetime, currency),
          comparison(model),
          ...model.didNotHelp.map((attempt) => `Did not help: ${attempt}`),
          ...model.warnings.map((warning) => `Warning: ${warning}`),
        ]),
    '',
    'NETWORK',
    described(network.calibration),
    creditText(network.directCredit, currency),
    ...mismatchTexts(network.mismatches),
    '',
    'INFLUENCE',
    influence.rSquaredOnLogFollowers === null
      ? 'Too few customers with ties to say how much of the score is only the number of followers.'
      : `R² of the score on log(followers): ${influence.rSquaredOnLogFollowers.toFixed(2)}, over ${influence.customers} customers with ties.`,
    ...influence.bySource.flatMap(({ source, rSquared, customers }) =>
      rSquared === null ? [] : [`  ${source}: ${rSquared.toFixed(2)}, over ${customers}.`],
    ),
    ...(influence.socialLift === null ? [] : [liftText(influence.socialLift)]),
    '',
    'REFERRALS',
    `${records.acceptedReferrals} counted${rejected.length === 0 ? '.' : '; not counted:'}`,
    ...rejected,
  ].join('\n');
}

const ADOPTED_BECAUSE: Readonly<Record<AdoptionReason, string>> = {
  FIRST: 'there were none before',
  DRIFT: 'the sum of potential would have differed by more than 2 %',
  AGE: 'it was time to learn anew',
  FAMILY: 'another model won twice in a row, or the one before could not be fitted any more',
  SETTINGS: 'settings changed',
  REQUEST: 'a run was asked to',
};

/** Since when customers are valued as they are, and how their sum came from the run before. */
function bridgeTexts({ parameters, bridge }: LifetimeFigures, currency: string): string[] {
  if (parameters === undefined) return [];
  const { version, adoptedOn, reason } = parameters;
  const since = `Parameters: version ${version}, adopted on ${isoDay(adoptedOn)} because ${ADOPTED_BECAUSE[reason]}.`;
  if (bridge === undefined || bridge === null) return [since];
  const { fromDay, toDay, beforeMinor, timeMinor, parametersMinor, eventsMinor, afterMinor } = bridge;
  const money = (minor: number): string => formatMinor(minor, currency);
  const change = (minor: number): string => `${minor < 0 ? '−' : '+'} ${money(Math.abs(minor))}`;
  return [
    since,
    `Potential of all: ${money(beforeMinor)} on ${isoDay(fromDay)} ${change(timeMinor)} time ${change(parametersMinor)} parameters ` +
      `${change(eventsMinor)} events = ${money(afterMinor)} on ${isoDay(toDay)}.`,
  ];
}

/** What everybody together is expected to bring, and how sure that is. */
function totalTexts({ total, horizonDays }: LifetimeFigures, currency: string): string[] {
  if (total === undefined || total === null) return [];
  const money = (minor: number): string => formatMinor(minor, currency);
  const { expectedMinor, interval80, interval95 } = total;
  return [
    `Expected of all within ${horizonDays} days: ${money(expectedMinor)}; four in five such forecasts came to ${money(interval80.low)} to ${money(interval80.high)}, ` +
      `19 in 20 to ${money(interval95.low)} to ${money(interval95.high)}.`,
  ];
}

/** What ties of social sources add, and whether that is more than chance. */
function liftText(lift: SocialLift): string {
  const { ties, moved, meanDifference, followedPurchases, captureWith, captureWithout, standardError } = lift;
  const moves = `${ties} ties of social sources move the score of ${moved} customers by a point or more (${meanDifference.toFixed(2)} points on average).`;
  if (captureWith === null || captureWithout === null || standardError === null)
    return `${moves} Nothing was bought after somebody followed in the last quarter, so whether they predict cannot be said.`;
  return (
    `${moves} Of ${followedPurchases} followed purchases of the last quarter the tenth with the highest scores had ${percent(captureWith)}, ` +
    `without these ties ${percent(captureWithout)} (standard error of the difference ${percent(standardError)}): ${
      improves(lift) === true ? 'an improvement.' : 'no improvement beyond chance.'
    }`
  );
}

/** Every model and rule on the same held-out days. */
function comparison({ models, rules, chosen }: ModelReport): string {
  const figures = (holdout: HoldoutMetrics): string[] => [
    holdout.rmse.toFixed(3),
    percent(holdout.bias),
    percent(holdout.capture20),
    holdout.aucActive?.toFixed(3) ?? '–',
    holdout.logLoss?.toFixed(3) ?? '–',
  ];
  const rows = [
    ...Object.entries(models).map(([key, { holdout }]) => [key === chosen ? `${key} *` : key, holdout] as const),
    ...Object.entries(rules ?? {}).map(([rule, holdout]) => [`rule: ${rule}`, holdout] as const),
  ].flatMap(([name, holdout]) => (holdout === null ? [] : [[name, ...figures(holdout)]]));
  if (rows.length === 0) return 'Too little history to hold any of it out.';
  const head = ['out of sample', 'RMSE', 'bias', 'top-20 % capture', 'AUC', 'log-loss'];
  const table = new Table({
    head,
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows);
  return table.toString();
}

const percent = (share: number | null): string => (share === null ? '–' : `${(100 * share).toFixed(1)} %`);
