import { documentOf } from '../app/ask.ts';
import { PORTFOLIO, type Company, type PortfolioData } from '../app/company.ts';
import { countText, decimalText, moneyText, percentText, type Money } from '../app/money.ts';
import { t } from '../words/words.ts';

export interface Estimate {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}
interface MoneyEstimate {
  readonly value: Money;
  readonly low: Money | null;
  readonly high: Money | null;
}
export interface Listed {
  readonly key: string;
  readonly name: string;
  readonly state: string;
  readonly kind: string;
  readonly segmentKey: string;
  readonly startsAt: string;
  readonly outcome: { readonly metric: string };
}
export interface ExperimentsData extends PortfolioData {
  readonly actions: { readonly nodes: readonly Listed[]; readonly totalCount: { readonly count: number } };
}

/** Actions are few, and each is one item. */
export const EXPERIMENTS = documentOf<ExperimentsData>(`query Experiments {
  ${PORTFOLIO}
  actions(first: 50) { nodes { key name state kind segmentKey startsAt outcome { metric } } totalCount { count } }
}`);

interface Check {
  readonly p: number;
  readonly alarm: boolean;
}
export interface Arm {
  readonly arm: string;
  readonly drawn: number;
  readonly members: number;
  readonly mean: number;
  readonly observed: Money | null;
  readonly baseline: Money | null;
  readonly incremental: Money | null;
  readonly forecastMean: number | null;
  readonly beyondForecast: Estimate | null;
  readonly exposed: number;
  readonly dominatedByOne: boolean;
}
export interface Lift {
  readonly arm: string;
  readonly perPerson: Estimate;
  readonly total: MoneyEstimate | null;
  readonly relative: Estimate | null;
  readonly interval: string;
  readonly intervalReason: string | null;
  readonly removed: number | null;
  readonly cost: Money;
  readonly net: MoneyEstimate | null;
  readonly onExposed: Estimate | null;
}
export interface Report {
  readonly asOf: string;
  readonly daysPassed: number;
  readonly preliminary: boolean;
  readonly withheld: string | null;
  readonly arms: readonly Arm[];
  readonly lifts: readonly Lift[];
  readonly sampleRatio: Check;
  readonly attrition: Check;
  readonly exposure: Check | null;
  readonly contaminated: number;
  readonly mergedAcross: number;
  readonly erased: number;
  readonly spillover: {
    readonly direct: Estimate;
    readonly total: Estimate;
    readonly share: Estimate;
    readonly influence: Estimate;
    readonly reason: string | null;
    readonly notLinear: boolean | null;
  } | null;
  readonly spilloverReason: string | null;
}
export interface Earlier {
  readonly asOf: string;
  readonly lifts: readonly Pick<Lift, 'arm' | 'perPerson' | 'interval'>[];
}
export interface Experiment extends Listed {
  readonly channel: string;
  readonly design: string;
  readonly outcome: { readonly metric: string; readonly windowDays: number };
  readonly plannedEnd: string;
  readonly reason: string | null;
  readonly rehearsal: boolean;
  readonly arms: readonly { readonly key: string; readonly share: number; readonly members: number | null }[];
  readonly audience: {
    readonly members: number;
    readonly leftOut: readonly { readonly reason: string; readonly count: number }[];
    readonly power: {
      readonly detectable: number;
      readonly removed: number;
      readonly neededPerArm: number | null;
    } | null;
  } | null;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  readonly report: Report | null;
  readonly reports: { readonly nodes: readonly Earlier[] };
}
export interface ExperimentData extends PortfolioData {
  readonly action: Experiment | null;
}

export const EXPERIMENT = documentOf<ExperimentData, { key: string }>(`query Experiment($key: String!) {
  ${PORTFOLIO}
  action(key: $key) {
    key name state kind channel segmentKey design outcome { metric windowDays } startsAt plannedEnd reason rehearsal
    arms { key share members }
    audience { members leftOut { reason count } power { detectable removed neededPerArm } }
    warnings { code message }
    report {
      asOf daysPassed preliminary withheld
      arms {
        arm drawn members mean observed { minorUnits } baseline { minorUnits } incremental { minorUnits }
        forecastMean beyondForecast { value low high } exposed dominatedByOne
      }
      lifts {
        arm perPerson { value low high } relative { value low high } onExposed { value low high } interval intervalReason removed
        total { value { minorUnits } low { minorUnits } high { minorUnits } } cost { minorUnits }
        net { value { minorUnits } low { minorUnits } high { minorUnits } }
      }
      sampleRatio { p alarm } attrition { p alarm } exposure { p alarm } contaminated mergedAcross erased
      spillover {
        direct { value low high } total { value low high } share { value low high } influence { value low high } reason notLinear
      }
      spilloverReason
    }
    reports(first: 20) { nodes { asOf lifts { arm perPerson { value low high } interval } } }
  }
}`);

export const HOLDOUT = 'holdout';
export const isMoney = (metric: string): boolean => metric === 'MARGIN' || metric === 'SPEND';

/** How a figure in the unit of an outcome is written: minor units of money, orders, or the chance of one. */
export type Write = (value: number) => string;
export const writeOf =
  (metric: string, { currency }: Company): Write =>
  (value) => {
    if (isMoney(metric)) return moneyText(BigInt(Math.round(value)), currency);
    return metric === 'RETURNED' ? percentText(value, 1) : decimalText(value, 2);
  };

/** A figure with how sure it is. */
export const sureText = ({ value, low, high }: Estimate, write: Write): string =>
  low === null || high === null
    ? `${write(value)} (${t('experiments.noInterval')})`
    : `${write(value)} [${write(low)}, ${write(high)}]`;

export const countsText = (counts: readonly { readonly reason: string; readonly count: number }[]): string =>
  counts
    .filter(({ count }) => count > 0)
    .map(({ reason, count }) => `${countText(count)} ${reason}`)
    .join(', ');
