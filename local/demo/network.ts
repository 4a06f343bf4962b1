import { join } from 'node:path';
import { CONSENT_PURPOSES, type ConsentPurpose } from '../../domain/social/consent.ts';
import { advanceSync } from '../../social/sync/advance.ts';
import { startSync } from '../../social/sync/plan.ts';
import type { SocialSettings } from '../../social/settings.ts';
import type { Db } from '../../store/client/db.ts';
import { sayConsents } from '../../store/customers/consents.ts';
import { resolveCustomers } from '../../store/customers/resolve.ts';
import { linkAccount } from '../../store/social/accounts.ts';

/**
 * The demo's social source: the recorded files beside this one, of accounts nobody has. Everything that comes from them says that it
 * is simulated; they go the way of every source: linked with consent, read by a sync, computed by a run.
 */
const recorded = (name: string): string => join(import.meta.dirname, 'recorded', name);

const KEY = 'demo-network';
const CONSENT_VERSION = 'demo-1';

export const DEMO_SOCIAL: SocialSettings = {
  sources: [
    {
      type: 'file',
      source: KEY,
      budget: {},
      accounts: recorded('accounts.csv'),
      follows: recorded('follows.csv'),
      acts: recorded('acts.csv'),
      simulated: true,
    },
  ],
  consent: { version: CONSENT_VERSION, company: 'The demo shop' },
};

const BOTH = CONSENT_PURPOSES;
const ENRICHMENT = ['SOCIAL_ENRICHMENT'] as const;
const ENGAGEMENT = ['SOCIAL_ENGAGEMENT'] as const;

/** Who linked which account, and agreed to what. One account is not to be seen any more, one shows no followers. */
const LINKS: readonly (readonly [
  customer: string,
  accountId: string,
  handle: string,
  agreedTo: readonly ConsentPurpose[],
])[] = [
  ['CC-12370', 'sim-1001', 'tea.example', BOTH],
  ['TC-20980', 'sim-1002', 'north.example', BOTH],
  ['RB-19360', 'sim-1003', 'paper.example', BOTH],
  ['SO-20335', 'sim-1004', 'lamp.example', BOTH],
  ['KB-16315', 'sim-1005', 'river.example', BOTH],
  ['AP-10915', 'sim-1006', 'desk.example', ENGAGEMENT],
  ['MR-17545', 'sim-1007', 'plain.example', ENRICHMENT],
  ['TC-21535', 'sim-1008', 'hill.example', BOTH],
  ['RL-19615', 'sim-1009', 'ink.example', BOTH],
  ['KH-16690', 'sim-1010', 'oak.example', BOTH],
  ['JK-15640', 'sim-1011', 'blue.example', BOTH],
  ['RD-19930', 'sim-1012', 'fern.example', BOTH],
  ['GH-14425', 'sim-1013', 'loft.example', BOTH],
  ['GB-14575', 'sim-1014', 'salt.example', ENGAGEMENT],
  ['AB-10105', 'sim-1015', 'moss.example', ENRICHMENT],
  ['PW-19240', 'sim-1016', 'dune.example', BOTH],
  ['AG-10300', 'sim-1017', 'kite.example', BOTH],
  ['JL-15850', 'sim-1018', 'reed.example', BOTH],
  ['DK-12895', 'sim-1019', 'mint.example', BOTH],
  ['JK-16120', 'sim-1020', 'coal.example', BOTH],
  ['SB-20170', 'sim-1021', 'wren.example', BOTH],
  ['BP-11185', 'sim-1022', 'lark.example', ENGAGEMENT],
  ['CA-12775', 'sim-1023', 'pine.example', ENRICHMENT],
  ['CV-12805', 'sim-1024', 'flax.example', BOTH],
];

/**
 * Links the demo's accounts and reads them, as of the instant given: the files are of that time, and so is what a run of it knows.
 * Harmless to repeat.
 */
export async function loadDemoNetwork(db: Db, customerSource: string, at: number): Promise<void> {
  const then: Db = { ...db, clock: () => at };
  const customers = await resolveCustomers(
    db,
    LINKS.map(([id]) => ({ externalId: { source: customerSource, id } })),
  );
  for (const [index, [, accountId, handle, purposes]] of LINKS.entries()) {
    const customerId = customers[index]!.id;
    await linkAccount(then, {
      customerId,
      source: KEY,
      host: 'file',
      accountId,
      handle,
      proof: 'BIO_CODE',
      purposes,
      simulated: true,
    });
    await sayConsents(
      then,
      customerId,
      purposes.map((purpose) => ({
        purpose,
        status: 'GRANTED',
        version: CONSENT_VERSION,
        at,
        source: 'demo-simulation',
      })),
    );
  }
  const { sync } = await startSync(then, DEMO_SOCIAL, { trigger: 'MANUAL' });
  await advanceSync(then, DEMO_SOCIAL, sync.id, { remainingMs: () => Number.POSITIVE_INFINITY, patient: true });
}
