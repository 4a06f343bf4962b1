/** Draws the arms of an action, once and for all. */
import { HOLDOUT_ARM, windowOf, type ActionPlan } from '../../domain/actions/action.ts';
import { InvalidInputError, VisibleError } from '../../domain/errors.ts';
import { assignUnits, unitDraw } from '../../domain/experiments/assignment.ts';
import { detectableEffect, sampleSize } from '../../domain/experiments/power.ts';
import { dayIn } from '../../domain/time/time.ts';
import { randomText, type Db } from '../client/db.ts';
import { audienceOf, type Audience, type AudienceSource } from './audience.ts';
import { checkCommunities, communitiesOf, effectiveOf, sizesOf } from './communities.ts';
import { armsOf, deletePages, drawnBits, drawnPages, membersHash, putDrawn, type Drawn } from './drawn.ts';
import { globalHoldout } from './holdout.ts';
import {
  claimDraw,
  finishDraw,
  listActions,
  requireAction,
  type ActionRecord,
  type DrawnAudience,
  type StoredPower,
} from './records.ts';

/** The part of its members that a saturated community treats; the others treat the rest of 1. */
export const SATURATED = 0.9;

export interface FreezeOptions extends Omit<AudienceSource, 'holdout'> {
  readonly expectedVersion: number;
  /** Version of the parameters that forecast. */
  readonly parametersVersion: number | null;
}

/** Who would be drawn: what a plan is judged by before anybody is. */
export interface Preview {
  readonly audience: Audience;
  readonly drawn: Drawn;
  readonly units: { readonly count: number; readonly effective: number };
  readonly power: StoredPower | null;
  readonly holdout: DrawnAudience['holdout'];
}

/**
 * Draws an action's audience and arms: who is gone, was made by a simulation, has not agreed to the channel or is in the year's global holdout is left out
 * first; units are sorted by forecast, and chance decides within blocks of alike ones. Killed anywhere it leaves a draft, and a repeat begins again:
 * nothing of a draw counts before the one write that names it.
 *
 * @throws VisibleError NOT_FOUND, FROZEN, STALE_VERSION; InvalidInputError for a start before what is known; TOO_FEW_COMMUNITIES; EMPTY_AUDIENCE
 */
export async function freezeAction(db: Db, key: string, options: FreezeOptions): Promise<ActionRecord> {
  const attempt = randomText(db, 9);
  // Listed before the claim: attempts that wrote these can no longer count, while one that claims after this one may.
  const left = await drawnPages(db, key);
  const action = await claimDraw(db, key, options.expectedVersion, attempt);
  const { shown } = options;
  const preview = await previewAction(db, action, options);
  const { drawn } = preview;
  const bits = drawnBits(drawn.ids.length);
  await deletePages(db, left);
  await putDrawn(db, key, attempt, bits, drawn);
  const counted: DrawnAudience = {
    at: db.clock(),
    generation: shown.generation,
    runId: shown.runId,
    asOf: shown.asOf,
    parametersVersion: options.parametersVersion,
    attempt,
    bits,
    members: drawn.ids.length,
    hash: membersHash(drawn.ids),
    byArm: action.arms.map((_, place) => countOf(drawn, place)),
    leftOut: preview.audience.leftOut,
    holdout: preview.holdout,
    units: preview.units.count,
    effectiveUnits: preview.units.effective,
    overlaps: await overlapsOf(db, action, drawn),
    power: preview.power,
  };
  try {
    return await finishDraw(db, action, counted);
  } catch (error) {
    // Refused for good: another attempt counts, or will.
    if (error instanceof VisibleError && (error.code === 'BUSY' || error.code === 'STALE_VERSION'))
      await deletePages(db, await drawnPages(db, key, attempt));
    throw error;
  }
}

const countOf = ({ columns }: Drawn, place: number): number =>
  columns.arm.reduce((count, arm) => count + (arm === place ? 1 : 0), 0);

/** What {@link freezeAction} would draw, without drawing it. @throws as that does */
export async function previewAction(
  db: Db,
  plan: ActionPlan,
  options: Omit<FreezeOptions, 'expectedVersion' | 'parametersVersion'>,
): Promise<Preview> {
  const dayOf = dayIn(options.shown.timeZone);
  if (dayOf(plan.startsAt) < dayOf(options.shown.asOf))
    throw new InvalidInputError(
      ['startsAt'],
      'The action starts before the last run, so what came of it is known already: chance would draw too late. Plan a later start.',
    );
  const holdout = await globalHoldout(db, plan.startsAt);
  const audience = await audienceOf(db, plan, { ...options, holdout });
  const { ids, forecastMinor, orders, returns } = audience;
  if (ids.length === 0)
    throw new VisibleError(
      'EMPTY_AUDIENCE',
      `Nobody in the segment "${plan.segment}" may be drawn for: ${toldOf(audience.leftOut)}.`,
    );
  const unit = plan.design === 'USER' ? null : await communitiesOf(db, ids, options.shown);
  if (unit !== null) checkCommunities(unit);
  const { arm, stratum } = arms(plan, ids, unit, forecastOf(plan, audience));
  const drawn: Drawn = {
    ids,
    columns: {
      arm: Float64Array.from(arm),
      unit: unit ?? new Float64Array(ids.length).fill(Number.NaN),
      stratum: Float64Array.from(stratum),
      forecastMinor,
      orders,
      returns,
    },
  };
  const empty = plan.arms.find(({ share }, place) => share > 0 && countOf(drawn, place) === 0);
  if (empty !== undefined)
    throw new VisibleError(
      'EMPTY_AUDIENCE',
      `${ids.length} of the segment "${plan.segment}" may be drawn for: too few for the arm "${empty.key}", in which nobody would be. Take a larger segment, or give the arm a larger share.`,
    );
  const sizes = unit === null ? null : sizesOf(unit);
  return {
    audience,
    drawn,
    units: {
      count: sizes?.size ?? ids.length,
      effective: sizes === null ? ids.length : effectiveOf(sizes, ids.length),
    },
    power: powerOf(plan, audience, drawn),
    holdout,
  };
}

const toldOf = (leftOut: Audience['leftOut']): string =>
  Object.entries(leftOut)
    .map(([reason, count]) => `${count} ${reason}`)
    .join(', ') || 'it has no members';

/** What is forecast of each member in the outcome's own unit; of spend the margin, which goes with it. */
export const forecastOf = (
  { outcome: { metric } }: Pick<ActionPlan, 'outcome'>,
  columns: { readonly forecastMinor: Float64Array; readonly orders: Float64Array; readonly returns: Float64Array },
): Float64Array =>
  metric === 'ORDERS' ? columns.orders : metric === 'RETURNED' ? columns.returns : columns.forecastMinor;

/** The arm of each member, and the block of alike forecasts it was drawn in. */
function arms(
  plan: ActionPlan,
  ids: readonly string[],
  unit: Float64Array | null,
  forecast: Float64Array,
): { readonly arm: ArrayLike<number>; readonly stratum: ArrayLike<number> } {
  const open = plan.arms.filter(({ share }) => share > 0);
  const place = open.map((arm) => plan.arms.indexOf(arm));
  const draw = (names: readonly string[], x: Float64Array) => {
    if (open.length === 1) return { arm: names.map(() => place[0]!), stratum: new Int32Array(names.length) };
    const { arm, stratum } = assignUnits(plan.key, plan.salt, open, { ids: names, forecast: x });
    return { arm: Array.from(arm, (one) => place[one]!), stratum };
  };
  if (unit === null) return draw(ids, forecast);
  const numbers = [...new Set(unit)].sort((a, b) => a - b);
  const at = new Map(numbers.map((number, index) => [number, index]));
  const together = new Float64Array(numbers.length);
  for (const [i, x] of forecast.entries()) together[at.get(unit[i]!)!]! += x;
  const nameOf = (number: number): string => (number < 0 ? ids[-1 - number]! : `community/${number}`);
  const names = numbers.map(nameOf);
  if (plan.design === 'COMMUNITY') {
    const { arm, stratum } = draw(names, together);
    const index = Array.from(unit, (number) => at.get(number)!);
    return { arm: index.map((k) => arm[k]!), stratum: index.map((k) => stratum[k]!) };
  }
  const halves = [
    { key: 'most', share: 0.5 },
    { key: 'few', share: 0.5 },
  ];
  const shares = assignUnits(plan.key, `${plan.salt}/saturation`, halves, { ids: names, forecast: together });
  const isHoldout = (k: number): boolean => open[k]!.key === HOLDOUT_ARM;
  const [treated, control] = isHoldout(0) ? [place[1]!, place[0]!] : [place[0]!, place[1]!];
  const arm = ids.map((id, i) => {
    const share = shares.arm[at.get(unit[i]!)!] === 0 ? SATURATED : 1 - SATURATED;
    return unitDraw(plan.key, plan.salt, id) < share ? treated : control;
  });
  return { arm, stratum: ids.map((_, i) => shares.stratum[at.get(unit[i]!)!]!) };
}

/** What can be told apart, by how the outcome varied in as long a window before; of margin and spend only, which alone vary by much. */
function powerOf(
  { arms: all, outcome, withoutProof }: ActionPlan,
  audience: Audience,
  drawn: Drawn,
): StoredPower | null {
  const { before, forecastMinor } = audience;
  if (before === null || withoutProof || (outcome.metric !== 'MARGIN' && outcome.metric !== 'SPEND')) return null;
  const deviation = deviationOf(before.marginMinor);
  const removed = correlationOf(before.marginMinor, before.forecastMinor) ** 2;
  const variance = deviation ** 2 * (1 - removed);
  const holdout = all.findIndex(({ key }) => key === HOLDOUT_ARM);
  const sizes = all.map((_, place) => countOf(drawn, place));
  const largest = Math.max(...sizes.filter((_, place) => place !== holdout));
  const alone = sizes[holdout] ?? 0;
  if (!(variance > 0) || alone === 0 || largest === 0) return null;
  const mean = forecastMinor.reduce((sum, x) => sum + x, 0) / forecastMinor.length;
  return {
    deviation,
    removed,
    detectable: detectableEffect(variance, largest, alone),
    neededPerArm: mean > 0 ? (sampleSize(variance, mean / 10)?.treated ?? null) : null,
  };
}

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviationOf = (values: Float64Array): number => {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1));
};
function correlationOf(x: Float64Array, y: Float64Array): number {
  const [mx, my] = [meanOf(x), meanOf(y)];
  const together = x.reduce((sum, value, i) => sum + (value - mx) * (y[i]! - my), 0);
  const size = deviationOf(x) * deviationOf(y) * Math.max(1, x.length - 1);
  return size > 0 ? together / size : 0;
}

/** Members whom another action that is not over may reach in the same days: each lift holds, and their sum is nobody's. */
async function overlapsOf(db: Db, action: ActionPlan, drawn: Drawn): Promise<Record<string, number>> {
  const own = windowOf(action);
  const overlaps: Record<string, number> = {};
  for (const other of await listActions(db)) {
    const window = windowOf(other);
    const isOpen = other.state === 'FROZEN' || other.state === 'RUNNING';
    if (other.key === action.key || !isOpen || other.drawn === null) continue;
    if (window.from >= own.to || own.from >= window.to) continue;
    const both = (await armsOf(db, other.key, other.drawn, drawn.ids)).size;
    if (both > 0) overlaps[other.key] = both;
  }
  return overlaps;
}

/** Everybody drawn for an action, with the key of their arm. @throws VisibleError NOT_FOUND or NOT_FROZEN */
export async function requireDrawn(db: Db, key: string): Promise<ActionRecord & { readonly drawn: DrawnAudience }> {
  const action = await requireAction(db, key);
  const { drawn } = action;
  if (drawn === null)
    throw new VisibleError('NOT_FROZEN', `Nobody is drawn for the action "${key}" yet. Freeze it first.`);
  return { ...action, drawn };
}
