/**
 * An action: something a company does to some of its customers and not to others, chosen by chance, so that what it caused can be told from
 * what would have come anyway. What it is made of, the rules its plan keeps to, and which state follows which.
 */
import { InvalidInputError, VisibleError } from '../errors.ts';
import { DAY_MS } from '../time/time.ts';
import { ACTION_KINDS, entersCalibration as kindEnters, type ActionKind } from '../experiments/causal-share.ts';
import type { ConsentType } from '../facts/facts.ts';

export { ACTION_KINDS, type ActionKind };
/** What customers are reached by; who has not agreed to it is not drawn for. */
export const ACTION_CHANNELS = ['EMAIL', 'PHONE', 'POST'] as const;
export type ActionChannel = (typeof ACTION_CHANNELS)[number];
/**
 * - GRANTED: only who agreed to the channel, as facts say; silence is not consent.
 * - NOT_WITHDRAWN: the company keeps consents elsewhere and vouches for the segment; who withdrew is left out all the same.
 */
export const ACTION_CONSENTS = ['GRANTED', 'NOT_WITHDRAWN'] as const;
export type ActionConsent = (typeof ACTION_CONSENTS)[number];
/** Chance draws customers, or communities whole. SATURATION: communities draw one of two shares, customers within them by it. */
export const ACTION_DESIGNS = ['USER', 'COMMUNITY', 'SATURATION'] as const;
export type ActionDesign = (typeof ACTION_DESIGNS)[number];
export const OUTCOME_METRICS = ['MARGIN', 'SPEND', 'ORDERS', 'RETURNED'] as const;
export type OutcomeMetric = (typeof OUTCOME_METRICS)[number];
export const ACTION_TARGETS = ['DIRECT', 'TOTAL', 'SPILLOVER'] as const;
export type ActionTarget = (typeof ACTION_TARGETS)[number];
/** ADDITIVE: the same effect on everybody. PROPORTIONAL: in proportion to what each was forecast. */
export const ACTION_SHAPES = ['ADDITIVE', 'PROPORTIONAL'] as const;
export type ActionShape = (typeof ACTION_SHAPES)[number];
export const ACTION_STATES = ['DRAFT', 'FROZEN', 'RUNNING', 'CLOSED', 'CANCELLED'] as const;
export type ActionState = (typeof ACTION_STATES)[number];

/** The arm that is left alone. */
export const HOLDOUT_ARM = 'holdout';

export interface ActionArm {
  readonly key: string;
  /** Of the audience, 0 to 1; those of all arms sum to 1. */
  readonly share: number;
  /** What reaching one member costs, whole minor units. */
  readonly costPerPersonMinor: number;
}

/** What is decided before anybody is drawn. */
export interface ActionPlan {
  /** Names the action for ever, and is part of what arms are drawn by. */
  readonly key: string;
  readonly name: string;
  readonly kind: ActionKind;
  readonly channel: ActionChannel;
  readonly consent: ActionConsent;
  /** Key of the segment whose members are the audience. */
  readonly segment: string;
  readonly arms: readonly ActionArm[];
  readonly design: ActionDesign;
  readonly outcome: { readonly metric: OutcomeMetric; readonly windowDays: number };
  readonly target: ActionTarget;
  readonly shape: ActionShape;
  /** The outcome counts from here on, epoch ms. */
  readonly startsAt: number;
  /** When it is to be read for good, epoch ms; not before the window is over. */
  readonly plannedEnd: number;
  /** Another one, another draw. */
  readonly salt: string;
  /** No holdout, and no word about what it caused. */
  readonly withoutProof: boolean;
  /** Customers with anything simulated about them are drawn for too, as on a demo, where all are; absent: they are left out. */
  readonly rehearsal?: true;
}

/** A plan as it is asked for: what is left out is filled in. */
export type ActionRequest = Pick<ActionPlan, 'key' | 'name' | 'kind' | 'segment' | 'arms' | 'startsAt'> &
  Partial<
    Pick<ActionPlan, 'channel' | 'consent' | 'design' | 'target' | 'shape' | 'plannedEnd' | 'salt' | 'withoutProof'>
  > & { readonly rehearsal?: boolean } & { readonly outcome?: Partial<ActionPlan['outcome']> };

const KEY = /^[a-z0-9]+(-[a-z0-9]+)*$/u;
const ROUNDING = 1e-9;
const LONGEST_WINDOW_DAYS = 730;
const USUAL_WINDOW_DAYS = 28;
const MOST_ARMS = 10;

const USUAL_CHANNEL: Readonly<Record<ActionKind, ActionChannel>> = {
  MAIL: 'EMAIL',
  SAMPLE: 'POST',
  DISCOUNT: 'EMAIL',
  REFERRAL_OFFER: 'EMAIL',
  CALL: 'PHONE',
  OTHER: 'EMAIL',
};

/** The fact that says whether somebody agreed to a channel. */
export const CONSENT_FACT: Readonly<Record<ActionChannel, ConsentType>> = {
  EMAIL: 'CONSENT_EMAIL',
  PHONE: 'CONSENT_PHONE',
  POST: 'CONSENT_POST',
};

/** Ends of the window in which outcomes count, epoch ms, half open. */
export const windowOf = ({
  startsAt,
  outcome,
}: Pick<ActionPlan, 'startsAt' | 'outcome'>): {
  readonly from: number;
  readonly to: number;
} => ({ from: startsAt, to: startsAt + outcome.windowDays * DAY_MS });

/** From when on an action can be read for good: window and planned end are over. */
export const readableFrom = (plan: Pick<ActionPlan, 'startsAt' | 'outcome' | 'plannedEnd'>): number =>
  Math.max(windowOf(plan).to, plan.plannedEnd);

/** A forwarded voucher spreads by itself, and says nothing of how much people influence each other. */
export const entersCalibration = ({ kind }: Pick<ActionPlan, 'kind'>): boolean => kindEnters(kind);

/**
 * A whole plan from what was asked for.
 *
 * @throws InvalidInputError INVALID with the field: a key that is none, shares that do not sum to 1, no holdout, an end before the start
 * @example planOf({ key: 'summer-mail', name: 'Summer', kind: 'MAIL', segment: 'vip', startsAt: 0, arms: [{ key: 'mail', share: 0.8, costPerPersonMinor: 50 }, { key: 'holdout', share: 0.2, costPerPersonMinor: 0 }] }).plannedEnd // 2419200000
 */
export function planOf(asked: ActionRequest): ActionPlan {
  const { key, kind, segment, startsAt } = asked;
  if (!KEY.test(key) || key.length > 60)
    throw invalid('key', 'A key is lower case words joined by hyphens, at most 60 characters, e.g. "summer-mail".');
  const name = asked.name.trim();
  if (name === '' || name.length > 120) throw invalid('name', 'A name is 1 to 120 characters.');
  const outcome = {
    metric: asked.outcome?.metric ?? 'MARGIN',
    windowDays: asked.outcome?.windowDays ?? USUAL_WINDOW_DAYS,
  };
  const { windowDays } = outcome;
  if (!Number.isInteger(windowDays) || windowDays < 1 || windowDays > LONGEST_WINDOW_DAYS)
    throw new InvalidInputError(
      ['outcome', 'windowDays'],
      `A window is 1 to ${LONGEST_WINDOW_DAYS} whole days; got ${windowDays}.`,
    );
  const plannedEnd = asked.plannedEnd ?? startsAt + windowDays * DAY_MS;
  if (plannedEnd <= startsAt) throw invalid('plannedEnd', 'An action ends after it starts: choose a later end.');
  const withoutProof = asked.withoutProof ?? false;
  checkArms(asked.arms, withoutProof);
  const design = asked.design ?? 'USER';
  if (design === 'SATURATION' && (asked.arms.length !== 2 || asked.arms.some(({ share }) => share !== 0.5)))
    throw invalid('design', 'SATURATION compares one arm with the holdout, half and half: plan two arms of 0.5.');
  const salt = asked.salt ?? '1';
  if (salt === '' || salt.length > 60 || salt.includes(':'))
    throw invalid('salt', 'A salt is 1 to 60 characters, none of them a colon.');
  return {
    key,
    name,
    kind,
    channel: asked.channel ?? USUAL_CHANNEL[kind],
    consent: asked.consent ?? 'GRANTED',
    segment,
    arms: asked.arms,
    design,
    outcome,
    target: asked.target ?? 'DIRECT',
    shape: asked.shape ?? 'ADDITIVE',
    startsAt,
    plannedEnd,
    salt,
    withoutProof,
    ...(asked.rehearsal === true ? { rehearsal: true } : {}),
  };
}

const invalid = (field: string, message: string): InvalidInputError => new InvalidInputError([field], message);

function checkArms(arms: readonly ActionArm[], withoutProof: boolean): void {
  const fault = (index: number, field: string, message: string): InvalidInputError =>
    new InvalidInputError(['arms', String(index), field], message);
  if (arms.length === 0 || arms.length > MOST_ARMS)
    throw invalid('arms', `An action has 1 to ${MOST_ARMS} arms beside what is left alone.`);
  for (const [index, { key, share, costPerPersonMinor }] of arms.entries()) {
    if (!KEY.test(key) || key.length > 40)
      throw fault(index, 'key', 'The key of an arm is lower case words joined by hyphens, at most 40 characters.');
    if (arms.findIndex((arm) => arm.key === key) !== index) throw fault(index, 'key', `There are two arms "${key}".`);
    if (!(share >= 0 && share <= 1)) throw fault(index, 'share', 'A share is between 0 and 1, e.g. 0.5.');
    if (!Number.isSafeInteger(costPerPersonMinor) || costPerPersonMinor < 0)
      throw fault(index, 'costPerPerson', 'A cost is an amount from 0 on.');
    if (share === 0 && key !== HOLDOUT_ARM) throw fault(index, 'share', `Nobody would be in the arm "${key}".`);
  }
  const sum = arms.reduce((total, { share }) => total + share, 0);
  if (Math.abs(sum - 1) > ROUNDING)
    throw invalid('arms', `The shares of the arms sum to 1; these sum to ${Number(sum.toFixed(6))}.`);
  const holdout = arms.find(({ key }) => key === HOLDOUT_ARM);
  if ((holdout?.share ?? 0) === 0 && !withoutProof)
    throw invalid(
      'arms',
      `One arm is called "${HOLDOUT_ARM}" and is left alone: without it nobody can say what the action caused. To do without, say withoutProof: true; then no lift is shown.`,
    );
  if ((holdout?.share ?? 0) > 0 && withoutProof)
    throw invalid('withoutProof', 'There is a holdout, so there is proof: leave withoutProof out.');
  if (arms.every(({ key }) => key === HOLDOUT_ARM)) throw invalid('arms', 'One arm at least is treated.');
}

const NEXT: Readonly<Record<ActionState, readonly ActionState[]>> = {
  // Changed, a draft is one again.
  DRAFT: ['DRAFT', 'FROZEN', 'CANCELLED'],
  FROZEN: ['RUNNING', 'CLOSED', 'CANCELLED'],
  RUNNING: ['CLOSED', 'CANCELLED'],
  CLOSED: [],
  CANCELLED: [],
};

/**
 * Whether an action may go from one state to another.
 *
 * @throws VisibleError FROZEN where it is drawn already and cannot change; ACTION_ENDED where it is over; NOT_FROZEN where nobody is drawn yet
 */
export function assertMayBecome(key: string, from: ActionState, to: ActionState): void {
  if (NEXT[from].includes(to)) return;
  if (from === 'DRAFT')
    throw new VisibleError('NOT_FROZEN', `Nobody is drawn for the action "${key}" yet. Freeze it first.`);
  if (from === 'CLOSED' || from === 'CANCELLED')
    throw new VisibleError(
      'ACTION_ENDED',
      `The action "${key}" is ${from.toLowerCase()} for good. Make another one with a key of its own.`,
    );
  throw new VisibleError(
    'FROZEN',
    `The action "${key}" is frozen: its audience is drawn and its plan stands. Cancel it and make another one with a key of its own.`,
  );
}
