import { HOLDOUT_ARM, windowOf } from '../../domain/actions/action.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { partOf } from '../../domain/experiments/by-forecast.ts';
import { uniformOf } from '../../domain/experiments/assignment.ts';
import { nextBestActions, type NextBestLine, type Offer } from '../../domain/experiments/next-best.ts';
import { learnedFrom, type Learned } from '../../enrichment/actions/learned.ts';
import { csvLine } from '../../intake/csv/write.ts';
import type { PublishedActionReport, PublishedLift } from '../../published/actions.ts';
import { sourceOf } from '../../resolvers/actions/draw.ts';
import { exactMinor } from '../../resolvers/wire/money.ts';
import { audienceOf } from '../../store/actions/audience.ts';
import { armsOf } from '../../store/actions/drawn.ts';
import { globalHoldout } from '../../store/actions/holdout.ts';
import { listActions, type ActionRecord, type DrawnAudience } from '../../store/actions/records.ts';
import { latestReport } from '../../store/actions/reports.ts';
import type { Db } from '../../store/client/db.ts';
import { tableMeta } from '../../store/client/table.ts';
import { formatMinor } from '../money.ts';

export interface NextOptions {
  readonly budget: string;
  readonly capacity?: number;
}

type DrawnAction = ActionRecord & { readonly drawn: DrawnAudience };

interface Proven {
  readonly action: DrawnAction;
  readonly report: PublishedActionReport;
  readonly best: PublishedLift;
  readonly costMinor: number;
}

/**
 * Whom to approach next with what: the arms of the closed action that paid best, for who may be drawn for in its segment today.
 *
 * @returns what is said of it, and the lines of a CSV file; no lines where nothing is known to pay
 */
export async function nextActions(
  db: Db,
  { budget, capacity }: NextOptions,
): Promise<{ readonly text: string; readonly lines: readonly string[] }> {
  const currency = (await tableMeta(db))?.currency ?? 'EUR';
  const budgetMinor = exactMinor(budget, currency, ['budget']);
  if (budgetMinor <= 0) throw new InvalidInputError(['budget'], 'A budget is an amount above 0, e.g. 5000.');
  const money = (minor: number): string => `${formatMinor(Math.round(minor), currency)} ${currency}`;
  const actions = await listActions(db);
  const proven: Proven[] = [];
  const missing: string[] = [];
  for (const action of actions) {
    const told = await provenBy(db, action);
    if (typeof told === 'string') missing.push(`  ${action.key}: ${told}`);
    else proven.push(told);
  }
  const [top] = proven.sort(
    (a, b) =>
      b.best.perPerson.value - b.costMinor - (a.best.perPerson.value - a.costMinor) ||
      (a.action.key < b.action.key ? -1 : 1),
  );
  if (top === undefined)
    return {
      text: [
        'Nobody is proposed: no closed action is known to pay more than it costs. What would: an action on MARGIN with a holdout, closed, with a run after its window.',
        ...(missing.length === 0 ? ['  There is no action yet: npm run -s kring -- action plan KEY'] : missing),
      ].join('\n'),
      lines: [],
    };

  const { action, best } = top;
  const source = await sourceOf(db, action.segment);
  const now = source.shown.asOf;
  const marginRate = source.scoring?.marginRate ?? 1;
  const learned = await learnedFrom(db, action, now, marginRate);
  const { through } = learned;
  const holdout = await globalHoldout(db, now);
  const audience = await audienceOf(db, { ...action, startsAt: now }, { ...source, holdout });
  const treated = action.arms.filter(({ key }) => key !== HOLDOUT_ARM);
  const offers = treated.map(({ key, costPerPersonMinor }): Offer => {
    const effects = learned.effects[action.arms.findIndex((arm) => arm.key === key)]!;
    return {
      costMinor: costPerPersonMinor,
      effect: Float64Array.from(audience.forecastMinor, (x) => effects?.[partOf(learned.cuts, x)] ?? 0),
      overallEffect: liftOf(top.report, key)?.perPerson.value ?? 0,
    };
  });
  // Chance that drew communities is not the chance the rule's error is worked out from.
  const replaces = learned.policy.replaces && action.design === 'USER';
  const leftAlone = await underway(db, actions, audience.ids, now);
  const lines = nextBestActions({
    offers,
    leftAlone,
    through: through && Float64Array.from(audience.ids, (id) => through.of(id)),
    budgetMinor,
    capacity: capacity ?? null,
    draw: Float64Array.from(audience.ids, (id) => uniformOf(`next:${now}:${id}`)),
    guard: { replaces, bestSingle: treated.findIndex(({ key }) => key === best.arm) },
  });
  return {
    text: toldOf(top, learned, replaces, lines, {
      money,
      audience: audience.ids.length,
      waiting: leftAlone.reduce((sum, one) => sum + one, 0),
      leftOut: Object.entries(audience.leftOut).map(([reason, count]) => `${count} ${reason}`),
    }),
    lines: [
      csvLine(['customer', 'source', 'action', 'arm', 'reason', 'expected', 'cost']),
      ...lines.map(({ customer, offer, reason, expectedMinor, costMinor }) =>
        csvLine([
          audience.ids[customer]!,
          'kring',
          action.key,
          treated[offer]!.key,
          reason,
          formatMinor(Math.round(expectedMinor), currency).replaceAll(',', ''),
          formatMinor(costMinor, currency).replaceAll(',', ''),
        ]),
      ),
    ],
  };
}

const liftOf = ({ judged }: PublishedActionReport, arm: string): PublishedLift | undefined =>
  judged.FIXED.lifts.find((lift) => lift.arm === arm);

/** The arm of an action that is known to pay best, or what is missing until one is. */
async function provenBy(db: Db, action: ActionRecord): Promise<Proven | string> {
  const { drawn, state } = action;
  if (state === 'DRAFT') return 'a draft: freeze it';
  if (state === 'CANCELLED') return 'cancelled';
  if (drawn === null || state !== 'CLOSED') return `${state.toLowerCase()}: close it after its window`;
  if (action.withoutProof) return 'no holdout, so no proof';
  if (action.outcome.metric !== 'MARGIN')
    return `measured ${action.outcome.metric}, which says nothing of what it earns`;
  const report = ((await latestReport(db, action.key))?.report ?? null) as PublishedActionReport | null;
  if (report === null || report.preliminary) return 'closed, but no run has read its whole window';
  if (report.withheld !== null) return `every lift is withheld (${report.withheld})`;
  const costOf = (arm: string): number => action.arms.find(({ key }) => key === arm)!.costPerPersonMinor;
  const [best] = report.judged.FIXED.lifts
    .filter(({ arm, perPerson: { low, value } }) => low !== null && low > 0 && value > costOf(arm))
    .sort((a, b) => b.perPerson.value - costOf(b.arm) - (a.perPerson.value - costOf(a.arm)));
  if (best === undefined) return 'no arm with an effect that is told from 0 and above its cost';
  return { action: { ...action, drawn }, report, best, costMinor: costOf(best.arm) };
}

/** Who is in an action whose window is not over, whatever their arm: 1. */
async function underway(
  db: Db,
  actions: readonly ActionRecord[],
  ids: readonly string[],
  now: number,
): Promise<Uint8Array> {
  const busy = new Set<string>();
  for (const action of actions) {
    if (action.drawn === null || action.state === 'CANCELLED' || windowOf(action).to <= now) continue;
    for (const id of (await armsOf(db, action.key, action.drawn, ids)).keys()) busy.add(id);
  }
  return Uint8Array.from(ids, (id) => (busy.has(id) ? 1 : 0));
}

function toldOf(
  { action, best, costMinor }: Proven,
  { policy, through }: Learned,
  replaces: boolean,
  lines: readonly NextBestLine[],
  {
    money,
    audience,
    waiting,
    leftOut,
  }: {
    readonly money: (minor: number) => string;
    readonly audience: number;
    readonly waiting: number;
    readonly leftOut: readonly string[];
  },
): string {
  const explored = lines.filter(({ reason }) => reason === 'EXPLORATION').length;
  const sum = (of: (line: NextBestLine) => number): number => lines.reduce((total, line) => total + of(line), 0);
  return [
    `${action.key}, arm ${best.arm}: ${money(best.perPerson.value)} a member [${money(best.perPerson.low!)}, ${money(best.perPerson.high!)}], at ${money(costMinor)}.`,
    replaces
      ? `By fifths of what is forecast it gains ${money(policy.gain)} a member over one arm for all, at least ${money(policy.low)}: each fifth gets its own. [RULE]`
      : `By fifths of what is forecast it gains ${money(policy.gain)} a member over one arm for all [${money(policy.low)}, ${money(policy.high)}]: not told from nothing${action.design === 'USER' ? '' : ', or not to be told where communities were drawn'}, so everybody gets the same. [BEST_SINGLE]`,
    `Of the segment ${action.segment} ${audience} may be approached${leftOut.length === 0 ? '' : `; left out ${leftOut.join(', ')}`}; ${waiting} of them are within an action's window.`,
    `${lines.length} lines, ${explored} of them by chance (EXPLORATION): cost ${money(sum((line) => line.costMinor))}, expected ${money(sum((line) => line.expectedMinor))}.`,
    through === null
      ? 'What they bring through others is not counted: no experiment has measured how much others buy for it.'
      : `What they bring through others is counted, at h = ${through.h.toFixed(2)} (${through.source === 'EXPERIMENT' ? 'by experiment' : 'the lower end of its interval'}).`,
  ].join('\n');
}
