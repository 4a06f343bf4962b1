import type { Preset, SourceRecord, Translated, Translation } from './preset.ts';

/** `1625078400`, seconds, as an instant; another text as it stands. */
const instantOf = (text: string): string =>
  /^\d{9,10}$/.test(text) ? new Date(Number(text) * 1000).toISOString() : text;

/** A row that names who brought somebody in is a claim; one that does not is of somebody who came by themselves, and no row at all. */
const claims = (
  claim: (of: SourceRecord) => {
    readonly advocate: string;
    readonly friend: string;
    readonly at: string;
    readonly id?: string;
    readonly reward?: string;
  },
): Translation => ({
  fields: ['id', 'advocate', 'friend', 'at', 'reward'],
  ids: {},
  translate: (group): readonly Translated[] =>
    group.flatMap((of) => {
      const values = claim(of);
      return values.advocate === '' ? [] : [{ of, values }];
    }),
});

const REFUSED =
  "rows without the friend or a date; rows that name nobody who brought them in are of nobody's bringing and left out";

/** What three referral apps say of who brought in whom; each is a claim that the run judges (docs/importing.md, Referrals). */
export const referralApps: readonly Preset<'referrals'>[] = [
  {
    name: 'mention-me',
    header: ['Customer Email', 'Referred By Customer Email', 'Referred Date'],
    source: 'mention-me',
    describes: {
      file: 'Mention Me: the CRM feed (CSV)',
      becomes:
        'Referred By Customer Email → advocate, Customer Email → friend, Referred Date (else Referred Signed Up Date) → date',
      refused: REFUSED,
    },
    kinds: {
      referrals: {
        translation: claims((of) => ({
          advocate: of.cell('Referred By Customer Email'),
          friend: of.cell('Customer Email'),
          at: of.cell('Referred Date') || of.cell('Referred Signed Up Date'),
        })),
      },
    },
  },
  {
    name: 'friendbuy',
    header: ['advocate_email', ['email', 'friend_email'], 'created_on', 'referral_code'],
    source: 'friendbuy',
    describes: {
      file: 'Friendbuy: its table of sign-ups or purchases as connectors export it (CSV or JSON)',
      becomes: 'advocate_email → advocate, email (friend_email) → friend, created_on → date, reward_amount → reward',
      refused: REFUSED,
    },
    kinds: {
      referrals: {
        translation: claims((of) => ({
          advocate: of.cell('advocate_email'),
          friend: of.cell('email', 'friend_email'),
          at: instantOf(of.cell('created_on')),
          reward: of.cell('reward_amount'),
        })),
      },
    },
  },
  {
    name: 'referralcandy',
    header: ['referral_email', 'referring_email', 'referral_timestamp'],
    source: 'referralcandy',
    describes: {
      file: 'ReferralCandy: referrals of its API as JSON (an array, or an object a line) or CSV',
      becomes: 'referring_email → advocate, referral_email → friend, referral_timestamp (seconds) → date',
      refused: REFUSED,
    },
    kinds: {
      referrals: {
        translation: claims((of) => ({
          advocate: of.cell('referring_email'),
          friend: of.cell('referral_email'),
          at: instantOf(of.cell('referral_timestamp')),
        })),
      },
    },
  },
];
