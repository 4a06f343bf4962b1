import Table from 'cli-table3';
import { UNGROUPED } from '../../intake/order-rows.ts';
import { statisticsOf } from '../../published/statistics.ts';
import type { PublishedStatistics } from '../../published/statistics.ts';
import type { Db } from '../../store/client/db.ts';
import type { VisibleGeneration } from '../../store/published/generations.ts';
import { formatMinor } from '../money.ts';
import { askedOf, SHOWN } from './asked.ts';
import type { Amount, Answered, Leaver, Named, Offered } from './asked.ts';

/** One question of the mission and what can be said to it: lines for people, or why there is nothing to say yet. */
export type Answer = { readonly question: string } & (
  | { readonly lines: readonly string[] }
  | { readonly absent: string }
);

/** What a run says, and how many records it says it from. */
interface Known extends Answered {
  readonly statistics: PublishedStatistics;
  readonly money: (minor: number) => string;
}

const MOST = 0.8;

/**
 * The four questions, in the sequence in which they are asked, answered by what the API answers.
 *
 * @param view the run whose view of the past is asked; null: the visible one
 */
export async function answersOf(
  db: Db,
  generation: VisibleGeneration,
  view: string | null,
): Promise<readonly Answer[]> {
  const { currencyCode } = generation;
  const known: Known = {
    ...(await askedOf(db, currencyCode, view)),
    statistics: statisticsOf(generation),
    money: (minor) => formatMinor(minor, currencyCode),
  };
  return [focus(known), influence(known), leaving(known), actions(known)];
}

/** The share of the value that the most valuable fifth holds, and how few hold most of it: measured, not quoted. */
function focus({ total, current, potential, offered }: Known): Answer {
  const question = 'Which 20 % deserve 80 % of the attention?';
  const { customers, of, valueShare, curve, reason } = total;
  if (customers === null || of === null || valueShare === null)
    return { question, absent: reason ?? `the ${count(of ?? 0)} customers together are worth nothing` };
  if (of < SHOWN) return { question, absent: few(of) };
  const most = curve.find((point) => (point.valueShare ?? 0) >= MOST);
  const parts = [
    ...(current.valueShare === null
      ? []
      : [`the ${name(current.customers)} with most of what was observed ${percent(current.valueShare)} of that`]),
    ...(potential.valueShare === null
      ? []
      : [
          `the ${name(potential.customers)} with most to come ${percent(potential.valueShare)} of what can still be made`,
        ]),
  ];
  return {
    question,
    lines: [
      `These ${count(customers)} of ${count(of)} customers hold ${percent(valueShare)} of the total value${most === undefined ? '' : `; ${percent(MOST)} of it lies with ${count(most.customers)} (${percent(most.customers / of)})`}.`,
      ...(parts.length === 0 ? [] : [`By other measures, ${parts.join(', ')}.`]),
      ...table(
        ['customer', 'own so far', 'through others', 'to come', 'total'],
        offered.nodes
          .slice(0, SHOWN)
          .map((one) => [
            nameOf(one),
            shown(one.value?.current.direct),
            shown(one.value?.current.indirect),
            shown(one.value?.potential.total),
            shown(one.value?.total),
          ]),
      ),
    ],
  };
}

/** What is said instead of an answer that so few people give nothing to say. */
const few = (customers: number): string => `there ${customers === 1 ? 'is 1 customer' : `are ${customers} customers`}`;

/** Who brings others in, and whom others follow. */
function influence({ statistics: { records, portfolio }, carriers, money }: Known): Answer {
  const question = 'Who brings others in, and whom do others follow?';
  const { referrals, ties, acceptedReferrals } = records;
  if (referrals + ties === 0) return { question, absent: 'no referral and no tie between customers is known' };
  const first = carriers.nodes.filter(({ value }) => Number(value?.current.indirect?.amount ?? 0) > 0);
  if (first.length === 0)
    return {
      question,
      absent: `${counted(referrals, 'referral')} and ${counted(ties, 'tie')} are known, and none of them moves value`,
    };
  return {
    question,
    lines: [
      `By ${counted(referrals, 'referral')} (${count(acceptedReferrals)} count) and ${counted(ties, 'tie')}, ${money(portfolio.referralMovedMinor + portfolio.networkMovedMinor)} is owed to others than those who spent it. The first:`,
      ...table(
        ['customer', 'received from referrals', 'net through ties', 'influence'],
        first.map((one) => [
          nameOf(one),
          shown(one.value?.referralValue.gross),
          shown(one.value?.networkValue.net),
          one.influence === null ? 'unknown' : one.influence.score.toFixed(0),
        ]),
      ),
    ],
  };
}

/** Who is still there, of those with most to lose; where all of these have lapsed, those. */
function riskiest({ own }: Answered): readonly Leaver[] {
  const there = own.customers.filter(({ customer }) => customer?.lifecycle?.lapsed === false);
  return (there.length === 0 ? own.customers : there).slice(0, SHOWN);
}

/** Customers by what would be lost with them: of their own, and of what others are worth only through them. */
function leaving(known: Known): Answer {
  const question = 'Who is about to leave?';
  const { own, carried, lifecycleSummary, statistics } = known;
  const { lifetime, portfolio } = statistics;
  if (own.status !== 'COMPUTED' || lifetime === null)
    return { question, absent: own.reason ?? 'too few orders to tell how likely somebody is to come back' };
  if (portfolio.customers < SHOWN) return { question, absent: few(portfolio.customers) };
  const gone = (lifecycleSummary?.stages ?? []).reduce((sum, { lapsed }) => sum + lapsed, 0);
  const lapsed =
    gone === 0
      ? `None of ${counted(portfolio.customers, 'customer')} has lapsed.`
      : `${count(gone)} of ${counted(portfolio.customers, 'customer')} ${gone === 1 ? 'has' : 'have'} lapsed: ${gone === 1 ? 'it is' : 'they are'} unlikely to order again within ${lifetime.horizonDays} days.`;
  const rows = riskiest(known);
  if (rows.length === 0) return { question, absent: `nobody has value at risk; ${lapsed}` };
  const networked = carried.customers.filter(({ customer }) => customer?.lifecycle?.lapsed === false).slice(0, 3);
  return {
    question,
    lines: [
      `${lapsed} ${shown(own.ownExpected)} is at risk over everybody${rows[0]?.customer?.lifecycle?.lapsed === true ? ', and those with most of it have lapsed' : '. Of those who are still there, most of it is with'}:`,
      ...table(
        ['customer', 'at risk', 'comes back', 'overdue'],
        rows.map(({ customer, ownExpected, returnProbability }) => [
          nameOf(customer),
          shown(ownExpected),
          percent(returnProbability),
          (customer?.lifecycle?.overdueDays ?? 0) > 0 ? counted(customer!.lifecycle!.overdueDays, 'day') : '–',
        ]),
      ),
      ...(networked.length === 0
        ? []
        : [
            `What others are worth only through them would go with ${networked.map(({ customer, networkExpected }) => `${nameOf(customer)} (${shown(networkExpected)})`).join(', ')}; never to be added to the above.`,
          ]),
    ],
  };
}

/** Opportunities shown, and what speaks against an offer, in words. */
const OFFERS = 3;
const LIKELY = 0.05;
const AGAINST: Readonly<Record<string, string>> = {
  OPEN_COMPLAINT: 'a complaint is open',
  UNHEALTHY: 'health is at risk',
  NO_CONSENT: 'no consent to be written to or called is known',
  RECENTLY_OFFERED: 'something was offered within 30 days',
};

/** What the numbers ask for: what is urgent, whom to keep, and what could be sold to whom. What an action changes is not known, and not said. */
function actions(known: Known): Answer {
  const question = 'What should I do?';
  const of = (key: string): { readonly members: number; readonly value: string } => {
    const segment = known.segments.nodes.find((one) => one.key === key);
    return { members: segment?.size?.count ?? 0, value: shown(segment?.value) };
  };
  const [complaints, keepWarm, winBack, advocates, hidden] = [
    of('valuable-with-complaint'),
    of('keep-warm'),
    of('win-back'),
    of('advocates'),
    of('hidden-influencers'),
  ];
  const risky = known.statistics.portfolio.customers < SHOWN ? [] : riskiest(known);
  const offers = offersOf(known.offered.nodes);
  const lines = [
    ...(complaints.members === 0
      ? []
      : [
          `Answer ${counted(complaints.members, 'customer')} with an open complaint among the most valuable fifth (${complaints.value}).`,
        ]),
    ...(risky.length === 0
      ? []
      : [
          `Get in touch with ${risky.length === 1 ? nameOf(risky[0]!.customer) : `the ${risky.length}`} above, before they leave.`,
        ]),
    ...offers.map(
      ({ one, offer }) =>
        `Offer ${nameOf(one)} ${offer.kind === 'DEEP_SELL' ? `more of ${offer.target}` : offer.target} (${percent(offer.probability)} likely, ${shown(offer.expectedMargin)} if so): ${offer.because.text}${one.opportunities.blockedBy.length === 0 ? '' : ` First: ${one.opportunities.blockedBy.map((blocker) => AGAINST[blocker] ?? blocker).join(', ')}.`}`,
    ),
    ...(keepWarm.members === 0
      ? []
      : [
          `Keep ${counted(keepWarm.members, 'customer')} warm who ${keepWarm.members === 1 ? 'waits' : 'wait'} longer than usual (segment keep-warm, worth ${keepWarm.value}).`,
        ]),
    ...(winBack.members === 0
      ? []
      : [
          `Decide whether to win back ${counted(winBack.members, 'customer')} of the most valuable fifth who ${winBack.members === 1 ? 'has' : 'have'} lapsed (segment win-back, ${winBack.value}).`,
        ]),
    ...(advocates.members === 0
      ? []
      : [
          `Thank ${counted(advocates.members, 'customer')} who brought in others (segment advocates, ${advocates.value}).`,
        ]),
    ...(hidden.members === 0
      ? []
      : [
          `Look after ${counted(hidden.members, 'customer')} who buy little and whom others follow (segment hidden-influencers, ${hidden.value}).`,
        ]),
  ];
  if (lines.length === 0) return { question, absent: 'nothing in these numbers stands out' };
  return {
    question,
    lines: [
      ...lines.map((line) => `• ${line}`),
      'What these would change cannot be said yet: nothing here tells what an action does.',
    ],
  };
}

/** Of the most valuable customers, those to whom most can be expected to be sold. */
function offersOf(nodes: readonly Offered[]) {
  const expected = ({ probability, expectedMargin }: Offered['opportunities']['list'][number]): number =>
    probability * Number(expectedMargin.amount);
  return nodes
    .flatMap((one) => one.opportunities.list.map((offer) => ({ one, offer })))
    .filter(({ offer }) => offer.target !== UNGROUPED && offer.probability >= LIKELY)
    .sort((a, b) => expected(b.offer) - expected(a.offer))
    .slice(0, OFFERS);
}

const count = (number: number): string => number.toLocaleString('en');
const counted = (number: number, what: string): string => `${count(number)} ${what}${number === 1 ? '' : 's'}`;
const name = (customers: number | null): string => count(customers ?? 0);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
/** An amount of the API with its thousands apart. */
const shown = (amount: Amount | null | undefined): string =>
  amount?.amount.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',') ?? 'unknown';
const nameOf = (customer: Named | null): string =>
  customer === null
    ? '(gone since)'
    : (customer.displayName ??
      customer.identities.find(({ type }) => type === 'EXTERNAL_ID')?.value ??
      customer.identities[0]?.value ??
      '(no name)');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const shownTable = new Table({
    head: [...head],
    colAligns: head.map((_, index) => (index === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  shownTable.push(...rows.map((row) => [...row]));
  return shownTable.toString().split('\n');
}
