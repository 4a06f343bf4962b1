import {
  ACTION_CHANNELS,
  ACTION_CONSENTS,
  ACTION_DESIGNS,
  ACTION_KINDS,
  ACTION_SHAPES,
  ACTION_TARGETS,
  HOLDOUT_ARM,
  OUTCOME_METRICS,
  planOf,
  type ActionArm,
  type ActionPlan,
  type ActionRequest,
} from '../../domain/actions/action.ts';
import { InvalidInputError, VisibleError } from '../../domain/errors.ts';
import { compareDesigns } from '../../enrichment/actions/designs.ts';
import { previewNow, sourceOf } from '../../resolvers/actions/draw.ts';
import { exactMinor } from '../../resolvers/wire/money.ts';
import type { Preview } from '../../store/actions/freeze.ts';
import { getAction, putPlan } from '../../store/actions/records.ts';
import type { Db } from '../../store/client/db.ts';
import { tableMeta } from '../../store/client/table.ts';
import { formatMinor } from '../money.ts';
import { designsText } from './designs.ts';

/** Options of `kring action plan`, as they were typed. */
export interface PlanOptions {
  readonly segment: string;
  readonly start: number;
  readonly name?: string;
  readonly kind: (typeof ACTION_KINDS)[number];
  readonly arm?: readonly string[];
  readonly channel?: (typeof ACTION_CHANNELS)[number];
  readonly consent: (typeof ACTION_CONSENTS)[number];
  readonly design: (typeof ACTION_DESIGNS)[number];
  readonly metric: (typeof OUTCOME_METRICS)[number];
  readonly windowDays: number;
  readonly target: (typeof ACTION_TARGETS)[number];
  readonly shape: (typeof ACTION_SHAPES)[number];
  readonly end?: number;
  readonly salt: string;
  readonly withoutProof?: boolean;
  readonly rehearsal?: boolean;
  readonly compareDesigns?: boolean;
}

/** `mail=0.8:0.50`: an arm, its share, and what reaching one member costs. */
export function armOf(text: string, currency: string): ActionArm {
  const [, key, share, cost] = /^([^=]+)=([\d.]+)(?::([\d.]+))?$/u.exec(text) ?? [];
  if (key === undefined || share === undefined)
    throw new VisibleError('USAGE', `An arm is KEY=SHARE or KEY=SHARE:COST, e.g. mail=0.8:0.50; got "${text}".`);
  return {
    key,
    share: Number(share),
    costPerPersonMinor: cost === undefined ? 0 : exactMinor(cost, currency, ['arms']),
  };
}

const USUAL_ARMS = ['treated=0.8', `${HOLDOUT_ARM}=0.2`];

/** Plans an action, or changes its draft, and tells who would be drawn and what could be found. */
export async function planAction(db: Db, key: string, options: PlanOptions): Promise<string> {
  const currency = (await tableMeta(db))?.currency ?? 'EUR';
  const { segment, start, kind, channel, consent, design, metric, windowDays, target, shape, end, salt } = options;
  const asked: ActionRequest = {
    key,
    name: options.name ?? key,
    kind,
    segment,
    startsAt: start,
    arms: (options.arm ?? USUAL_ARMS).map((text) => armOf(text, currency)),
    consent,
    design,
    target,
    shape,
    salt,
    outcome: { metric, windowDays },
    withoutProof: options.withoutProof ?? false,
    rehearsal: options.rehearsal ?? false,
    ...(channel === undefined ? {} : { channel }),
    ...(end === undefined ? {} : { plannedEnd: end }),
  };
  const plan = planned(asked);
  const preview = await previewNow(db, plan);
  const before = await getAction(db, key);
  const { version } = await putPlan(db, plan, before?.version);
  const told = previewText(plan, preview, version, currency);
  if (options.compareDesigns !== true) return told;
  const { shown, scoring } = await sourceOf(db, plan.segment);
  const compared = await compareDesigns(db, plan, preview.audience.ids, { asOf: shown.asOf, scoring });
  return `${told}\n${designsText(plan, compared, currency)}`;
}

/** The message of a fault names its field, as an option is not a path. */
function planned(asked: ActionRequest): ActionPlan {
  try {
    return planOf(asked);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new VisibleError(error.code, `${error.field.join('.')}: ${error.message}`, { cause: error });
  }
}

const day = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

function previewText(plan: ActionPlan, { audience, drawn, units, power }: Preview, version: number, currency: string) {
  const left = Object.entries(audience.leftOut).map(([reason, count]) => `${count} ${reason}`);
  const money = (minor: number): string => `${formatMinor(Math.round(minor), currency)} ${currency}`;
  const sizes = plan.arms.map(({ key }, place) => {
    const count = drawn.columns.arm.reduce((sum, arm) => sum + (arm === place ? 1 : 0), 0);
    return `${key} ${count}`;
  });
  return [
    `${plan.name} (${plan.key}), draft ${version}: ${plan.outcome.metric} from ${day(plan.startsAt)}, ${plan.outcome.windowDays} days.`,
    `Audience: ${drawn.ids.length} of the segment ${plan.segment}${left.length === 0 ? '' : `; left out ${left.join(', ')}`}.`,
    `Arms: ${sizes.join(', ')}; chance draws ${units.count} ${plan.design === 'USER' ? 'customers' : `communities (worth ${units.effective.toFixed(1)} of one size)`}.`,
    ...(power === null
      ? []
      : [
          `Power: an effect of ${money(power.detectable)} a member is found four times in five` +
            `${power.neededPerArm === null ? '' : `; a tenth of what is forecast needs ${power.neededPerArm} an arm`}. The forecast takes ${(100 * power.removed).toFixed(0)} % of the variance away.`,
        ]),
    `Draw it with: npm run -s kring -- action freeze ${plan.key}`,
  ].join('\n');
}
