import type { ActionPlan } from '../../domain/actions/action.ts';
import { effectsByForecast, forecastCuts } from '../../domain/experiments/by-forecast.ts';
import type { Outcomes } from '../../domain/experiments/types.ts';
import type { ActionReason, PublishedActionReport } from '../../published/actions.ts';

/** How the effect of each arm goes with what was forecast of its members, or why that is not told. */
export function byForecastOf(
  { arms, design }: Pick<ActionPlan, 'arms' | 'design'>,
  outcomes: Outcomes,
  withheld: ActionReason | null,
): Required<Pick<PublishedActionReport, 'byForecast' | 'byForecastReason'>> {
  const forecast = outcomes.covariate;
  const cuts = forecast === null || forecast.length === 0 ? [] : forecastCuts(forecast);
  const reason =
    withheld ??
    (design === 'USER'
      ? forecast === null || cuts.length === 0 || cuts[0] === cuts.at(-1)
        ? 'NOT_FORECAST'
        : null
      : 'DRAWN_WHOLE');
  if (reason !== null || forecast === null) return { byForecast: [], byForecastReason: reason };
  return {
    byForecast: effectsByForecast(outcomes, forecast, cuts).map(({ arm, parts, q, p, qini }) => ({
      arm: arms[arm]!.key,
      parts: parts.map((part, at) => ({ from: cuts[at - 1] ?? null, to: cuts[at] ?? null, ...part })),
      q,
      p,
      qini: Number.isFinite(qini.value) ? qini : null,
    })),
    byForecastReason: null,
  };
}
