import { DAY_MS } from '../../domain/time/time.ts';
import type { ImportKind } from '../../intake/presets.ts';
import type { PublishedStatistics } from '../../published/statistics.ts';

/** What is known of the files that were opened. */
export interface Opened {
  readonly kinds: ReadonlySet<ImportKind>;
  /** Whether the orders say which assortment group a product is of. */
  readonly grouped: boolean;
  readonly rejected: readonly {
    readonly file: string;
    readonly rows: number;
    /** How many rows for what reason, the first reason first. */
    readonly reasons: ReadonlyMap<string, number>;
    readonly report: string;
  }[];
  /** Events that were left aside because they lie far behind all others. */
  readonly beyond: number;
}

/** A date of the past that runs are pinned to because nothing happened since; null where they are as of now. */
export interface Pinned {
  readonly asOf: number;
  readonly lastEventAt: number;
}

const YEAR_DAYS = 365.25;
const date = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** What is missing, each as something to do. */
export function tasksOf(
  { kinds, grouped, rejected, beyond }: Opened,
  { portfolio, records, settings }: PublishedStatistics,
  pinned: Pinned | null,
  company: string,
  nowMs: number,
): string[] {
  const open = `npm run -s kring -- open FILE --company "${company}"`;
  const uncosted = portfolio.revenueMinor > 0 ? portfolio.uncostedRevenueMinor / portfolio.revenueMinor : 0;
  return [
    ...rejected.map(
      ({ file, rows, reasons, report }) =>
        `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'} of ${file} left out, ${whyOf(rows, reasons)}: see ${report}.`,
    ),
    ...(pinned === null
      ? []
      : [
          `The last order is of ${date(pinned.lastEventAt)}, ${ago(nowMs - pinned.lastEventAt)} back: everything is as of ${date(pinned.asOf)}. Open newer files, or say another date with --as-of.`,
        ]),
    ...(beyond === 0
      ? []
      : [`${beyond} ${beyond === 1 ? 'order lies' : 'orders lie'} months after all others: are their dates right?`]),
    ...(uncosted > 0
      ? [
          `Cost unknown for ${uncosted < 0.0005 ? 'less than 0.1' : (100 * uncosted).toFixed(uncosted > 0.1 ? 0 : 1)} % of revenue, of which ${settings.marginRate === 1 ? 'all' : `${100 * settings.marginRate} %`} counts as value: add a column cost to the orders, open a list of products with their cost (columns sku, cost), or say a rate with --margin-rate.`,
        ]
      : []),
    ...(records.referrals > 0
      ? []
      : [
          `No referral data: export the referrals from your referral app (Mention Me, Friendbuy, ReferralCandy) and ${open}`,
        ]),
    ...(records.ties > 0
      ? []
      : [
          'No ties between customers: who follows or trusts whom comes with npm run -s kring -- import ties FILE, or from social sources (npm run -s kring -- sync).',
        ]),
    ...(kinds.has('interactions')
      ? []
      : [`No interactions: export the events of your mail tool (Klaviyo) or your service desk and ${open}`]),
    ...(grouped || !kinds.has('orders')
      ? []
      : ['No assortment groups: add a column group (or category) to the orders, and breadth can be told.']),
  ];
}

const REASONS_SHOWN = 3;

/** What rows were left out for, what concerns most of them first. */
function whyOf(rows: number, reasons: ReadonlyMap<string, number>): string {
  const sorted = [...reasons].sort((a, b) => b[1] - a[1]);
  const shown = sorted.slice(0, REASONS_SHOWN);
  const rest = rows - shown.reduce((sum, [, count]) => sum + count, 0);
  if (sorted.length === 1 && rest === 0) return `because ${shown[0]![0]}`;
  return [
    ...shown.map(([why, count]) => `${count.toLocaleString('en')} because ${why}`),
    ...(rest === 0 ? [] : [`${rest.toLocaleString('en')} for other reasons`]),
  ].join('; ');
}

function ago(ms: number): string {
  const days = Math.round(ms / DAY_MS);
  if (days < 2 * YEAR_DAYS) return `${days} days`;
  return `${Math.floor(days / YEAR_DAYS)} years`;
}
