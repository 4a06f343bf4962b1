import Table from 'cli-table3';
import { indirectMinorOf, totalMinorOf } from '../../domain/profile/profile.ts';
import { statisticsOf } from '../../published/statistics.ts';
import type { PublishedStatistics } from '../../published/statistics.ts';
import type { Db } from '../../store/client/db.ts';
import type { VisibleGeneration } from '../../store/published/generations.ts';
import { formatMinor } from '../money.ts';
import { nameOf } from '../value-table.ts';
import { firstOf, valuesOf } from './customers.ts';
import type { KnownCustomer } from './customers.ts';

/** One question of the mission and what can be said to it: lines for people, or why there is nothing to say yet. */
export type Answer = { readonly question: string } & (
  | { readonly lines: readonly string[] }
  | { readonly absent: string }
);

interface Known {
  readonly db: Db;
  readonly generation: VisibleGeneration;
  readonly statistics: PublishedStatistics;
  readonly money: (minor: number) => string;
}

const SHOWN = 5;
const FOCUS = 0.2;
const MOST = 0.8;

/** The four questions, in the sequence in which they are asked. Each answers for itself, so that one more is one more function. */
export async function answersOf(db: Db, generation: VisibleGeneration): Promise<readonly Answer[]> {
  const statistics = statisticsOf(generation);
  const known: Known = {
    db,
    generation,
    statistics,
    money: (minor) => formatMinor(minor, generation.currencyCode),
  };
  const atRisk = await valueAtRisk(known);
  return [await focus(known), await influence(known), leaving(known, atRisk), await actions(known, atRisk)];
}

/** The share of the value that the most valuable fifth holds, and how few hold most of it: measured, not quoted. */
async function focus({ db, generation, statistics, money }: Known): Promise<Answer> {
  const question = 'Which 20 % deserve 80 % of the attention?';
  const { customers, totalMinor, potentialMinor } = statistics.portfolio;
  const whole = totalMinor + (potentialMinor ?? 0);
  if (customers < SHOWN || whole <= 0)
    return { question, absent: `there are ${customers} customers, worth ${money(whole)} together` };
  const fifth = Math.ceil(FOCUS * customers);
  let [seen, sum, ofFifth, most] = [0, 0, 0, customers];
  for await (const { values } of valuesOf(db, generation, 'TOTAL_VALUE')) {
    for (const value of values) {
      seen += 1;
      sum += value;
      if (seen === fifth) ofFifth = sum;
      if (sum >= MOST * whole && most === customers) most = seen;
    }
    if (seen >= fifth && most < customers) break;
  }
  const rows = (await firstOf(db, generation, 'TOTAL_VALUE', SHOWN)).map(({ record, profile }) => [
    nameOf(record),
    money(profile.value.directMinor),
    money(totalMinorOf(profile.value)),
  ]);
  return {
    question,
    lines: [
      `These ${count(fifth)} of ${count(customers)} customers hold ${percent(ofFifth / whole)} of the total value; ${percent(MOST)} of it lies with ${count(most)} (${percent(most / customers)}). The first:`,
      ...table(['customer', 'direct', 'total'], rows),
    ],
  };
}

/** Who brings others in, and whom others follow. */
async function influence({ db, generation, statistics, money }: Known): Promise<Answer> {
  const question = 'Who brings others in, and whom do others follow?';
  const { referrals, ties } = statistics.records;
  if (referrals + ties === 0) return { question, absent: 'no referral and no tie between customers is known' };
  const first = (await firstOf(db, generation, 'INDIRECT_VALUE', SHOWN)).filter(
    ({ profile }) => indirectMinorOf(profile.value) > 0,
  );
  if (first.length === 0)
    return {
      question,
      absent: `${count(referrals)} referrals and ${count(ties)} ties are known, and none of them moves value`,
    };
  return {
    question,
    lines: [
      `By ${count(referrals)} referrals (${count(statistics.records.acceptedReferrals)} count) and ${count(ties)} ties, ${money(statistics.portfolio.referralMovedMinor + statistics.portfolio.networkMovedMinor)} is owed to others than those who spent it. The first:`,
      ...table(
        ['customer', 'received from referrals', 'net through ties', 'influence'],
        first.map(({ record, profile: { value, influence: score } }) => [
          nameOf(record),
          money(value.referralReceivedMinor),
          money(value.networkMinor),
          score === null ? 'unknown' : score.score.toFixed(0),
        ]),
      ),
    ],
  };
}

/** No ordering by value at risk is published: it is looked for among this many with most value, and it is said so. */
const LOOKED_AT = 2000;

interface AtRisk {
  readonly customers: readonly KnownCustomer[];
  readonly lookedAt: number;
}

async function valueAtRisk({ db, generation }: Known): Promise<AtRisk> {
  const first = await firstOf(db, generation, 'TOTAL_VALUE', LOOKED_AT);
  const risk = ({ profile }: KnownCustomer): number => profile.clv?.valueAtRiskMinor ?? 0;
  return {
    lookedAt: first.length,
    customers: first
      .filter((customer) => !customer.profile.lifecycle.lapsed && risk(customer) > 0)
      .sort((a, b) => risk(b) - risk(a)),
  };
}

/** Customers who are still there, by what would be lost with them. */
function leaving({ statistics, money }: Known, { customers, lookedAt }: AtRisk): Answer {
  const question = 'Who is about to leave?';
  if (statistics.lifetime === null)
    return { question, absent: 'too few orders to tell how likely somebody is to come back' };
  const gone = statistics.lifecycle.reduce((sum, { lapsed }) => sum + lapsed, 0);
  const lapsed = `${count(gone)} of ${count(statistics.portfolio.customers)} have lapsed: they are unlikely to order again within ${statistics.lifetime.horizonDays} days.`;
  if (customers.length === 0) return { question, absent: `nobody who is still there has value at risk; ${lapsed}` };
  return {
    question,
    lines: [
      `${lapsed} Of those who are still there, most is at risk with (${lookedAt < statistics.portfolio.customers ? `among the ${count(lookedAt)} most valuable` : 'looked at all'}):`,
      ...table(
        ['customer', 'at risk', 'comes back', 'overdue'],
        customers
          .slice(0, SHOWN)
          .map(({ record, profile }) => [
            nameOf(record),
            money(profile.clv!.valueAtRiskMinor),
            percent(profile.clv!.returnProbability),
            profile.lifecycle.overdueDays > 0 ? `${Math.round(profile.lifecycle.overdueDays)} days` : '–',
          ]),
      ),
    ],
  };
}

/** What these numbers alone ask for. What an action would bring is not known yet, and not said. */
async function actions({ generation, statistics, money }: Known, { customers }: AtRisk): Promise<Answer> {
  const question = 'What should I do?';
  const of = (key: string): { readonly members: number; readonly value: string } => ({
    members: generation.segments[key]?.count ?? 0,
    value: money(statistics.segments[key]?.valueMinor ?? 0),
  });
  const [complaints, keepWarm, winBack, advocates, hidden] = [
    of('valuable-with-complaint'),
    of('keep-warm'),
    of('win-back'),
    of('advocates'),
    of('hidden-influencers'),
  ];
  const risky = customers.slice(0, SHOWN);
  const lines = [
    ...(complaints.members === 0
      ? []
      : [
          `Answer ${people(complaints.members)} with an open complaint among the most valuable fifth (${complaints.value}).`,
        ]),
    ...(risky.length === 0
      ? []
      : [
          `Get in touch with the ${risky.length === 1 ? 'one' : risky.length} above: ${money(risky.reduce((sum, { profile }) => sum + profile.clv!.valueAtRiskMinor, 0))} at risk together.`,
        ]),
    ...(keepWarm.members === 0
      ? []
      : [
          `Keep ${people(keepWarm.members)} warm who wait longer than they usually do (segment keep-warm, worth ${keepWarm.value}).`,
        ]),
    ...(winBack.members === 0
      ? []
      : [
          `Decide whether to win back ${people(winBack.members)} of the most valuable fifth who have lapsed (segment win-back, ${winBack.value}).`,
        ]),
    ...(advocates.members === 0
      ? []
      : [`Thank ${people(advocates.members)} who brought in others (segment advocates, ${advocates.value}).`]),
    ...(hidden.members === 0
      ? []
      : [
          `Look after ${people(hidden.members)} who buy little and whom others follow (segment hidden-influencers, ${hidden.value}).`,
        ]),
  ];
  return lines.length === 0
    ? { question, absent: 'nothing in these numbers stands out' }
    : {
        question,
        lines: [
          ...lines.map((line) => `• ${line}`),
          'What each of these would bring cannot be said yet: nothing here tells what an action changes.',
        ],
      };
}

const count = (number: number): string => number.toLocaleString('en');
const people = (number: number): string => `${count(number)} ${number === 1 ? 'customer' : 'customers'}`;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const shown = new Table({
    head: [...head],
    colAligns: head.map((_, index) => (index === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  shown.push(...rows.map((row) => [...row]));
  return shown.toString().split('\n');
}
