import { randomInt } from 'node:crypto';
import * as z from 'zod';
import { InvalidInputError, VisibleError } from '../domain/errors.ts';
import type { CustomerId } from '../domain/events.ts';
import { CONSENT_PURPOSES, isGranted, type ConsentPurpose } from '../domain/social/consent.ts';
import type { Db } from '../store/client/db.ts';
import { sayConsents } from '../store/customers/consents.ts';
import { linkAccount } from '../store/social/accounts.ts';
import type { StoredAccount } from '../store/social/account-items.ts';
import { closeLink, keepLink, linkExpired, openLink, readLink } from '../store/social/links.ts';
import { findAccount, Proof, proofFor, prove, unproven } from './prove.ts';
import type { LinkProof } from './source.ts';
import { hostsOf, settingsOf } from './sources.ts';
import { sourceKey, type SocialSettings } from './settings.ts';
import { openWorker, type WorkerOptions } from './sync/worker.ts';
import { forgetPurposes } from './unlink.ts';

/** A proof under way has this long. */
export const PROOF_MS = 15 * 60_000;
/** An invitation to the linking page. */
export const INVITATION_MS = 7 * 86_400_000;

const Invitation = z.strictObject({ step: z.literal('INVITED') });
/** The page a profile links to, and which links back to it: anybody may see it, and it allows nothing. */
const PublicPage = z.strictObject({ step: z.literal('PUBLIC'), profileUrl: z.string() });
const Content = z.discriminatedUnion('step', [Invitation, Proof, PublicPage]);

export interface LinkRequest {
  readonly customerId: CustomerId;
  readonly source: string;
  /** The server of a federated network; its only one when absent. */
  readonly host?: string;
  /** Needed for every proof but OAUTH and SINGLE_SIGN_ON. */
  readonly handle?: string;
  /** The surest one the source offers when absent. */
  readonly proof?: LinkProof;
  readonly purposes: readonly ConsentPurpose[];
  /** Of the text the customer agreed to: the configured one. */
  readonly consentVersion: string;
  readonly saidIn: string;
  /** The id the company knows the customer by, for SINGLE_SIGN_ON. */
  readonly externalId?: string;
  /** Where the linking page is; sign-ins come back to it, profiles link to it. */
  readonly publicUrl?: string;
  readonly invitation?: string;
}

export type StartedLink = {
  /** Completes the link; a secret of the customer. */
  readonly token: string;
  readonly expiresAt: number;
} & (
  | { readonly proof: 'OAUTH'; readonly url: string }
  | { readonly proof: 'BIO_CODE'; readonly code: string }
  | { readonly proof: 'REL_ME'; readonly url: string }
  | { readonly proof: 'SINGLE_SIGN_ON' }
);

/** Links need a source's answer while somebody waits. */
const WAIT_MS = 50_000;
const worker = (options: Partial<WorkerOptions>): WorkerOptions => {
  const end = performance.now() + WAIT_MS;
  return { remainingMs: () => end - performance.now(), ...options };
};

/** Makes the address a customer is sent to, good for a week. */
export async function inviteToLink(db: Db, customerId: CustomerId): Promise<{ token: string; expiresAt: number }> {
  const expiresAt = db.clock() + INVITATION_MS;
  return { token: await openLink(db, customerId, { step: 'INVITED' }, expiresAt), expiresAt };
}

/** Whose a token is and what it stands for. @throws VisibleError LINK_EXPIRED */
export async function linkOf(
  db: Db,
  token: string,
): Promise<{ readonly customerId: CustomerId; readonly content: z.infer<typeof Content> }> {
  const { customerId, content } = await readLink(db, token);
  const parsed = Content.safeParse(content);
  if (!parsed.success) throw linkExpired();
  return { customerId, content: parsed.data };
}

/**
 * Begins to prove that an account is a customer's own. Nothing about the account is kept but, sealed and for a quarter of an
 * hour, what the proof needs.
 *
 * @throws InvalidInputError, VisibleError UNKNOWN_SOURCE or NO_SUCH_ACCOUNT, SourceProblem
 */
export async function startLink(
  db: Db,
  settings: SocialSettings,
  request: LinkRequest,
  options: Partial<WorkerOptions> = {},
): Promise<StartedLink> {
  checkConsent(settings, request);
  const sourceSettings = settingsOf(settings, request.source);
  const host = hostIn(hostsOf(sourceSettings), request);
  const opened = await openWorker(db, sourceSettings, host, worker(options));
  try {
    const proof = await proofFor(opened, request.proof);
    const expiresAt = db.clock() + PROOF_MS;
    const common: Omit<Proof, 'expected' | 'secret' | 'redirectUri'> = {
      step: 'STARTED',
      source: request.source,
      host,
      handle: request.handle ?? null,
      proof,
      purposes: [...request.purposes],
      consentVersion: request.consentVersion,
      saidAt: db.clock(),
      saidIn: request.saidIn,
      invitation: request.invitation ?? null,
    };
    const keep = (rest: Pick<Proof, 'expected' | 'secret' | 'redirectUri'>): Promise<string> =>
      openLink(db, request.customerId, { ...common, ...rest }, expiresAt);
    const nothing = { expected: null, secret: null, redirectUri: null };
    switch (proof) {
      case 'OAUTH': {
        const token = await keep(nothing);
        const redirectUri = `${addressOf(settings, request.publicUrl)}/callback`;
        const { url, secret } = await opened.calls.run(() =>
          opened.source.oauth!.start({
            redirectUri,
            state: token,
            ...(request.handle === undefined ? {} : { handle: request.handle }),
          }),
        );
        await keepLink(db, token, { ...common, ...nothing, secret, redirectUri }, expiresAt);
        return { token, expiresAt, proof, url };
      }
      case 'REL_ME': {
        const { url: profileUrl } = await findAccount(opened, request.handle);
        const page = await openLink(db, request.customerId, { step: 'PUBLIC', profileUrl }, expiresAt);
        const url = `${addressOf(settings, request.publicUrl)}/me/${page}`;
        const token = await keep({ ...nothing, expected: url });
        return { token, expiresAt, proof, url };
      }
      case 'BIO_CODE': {
        await findAccount(opened, request.handle);
        const code = `kring-${randomInt(36 ** 7, 36 ** 8).toString(36)}`;
        return { token: await keep({ ...nothing, expected: code }), expiresAt, proof, code };
      }
      case 'SINGLE_SIGN_ON': {
        if (request.externalId === undefined)
          throw new InvalidInputError(
            ['customer'],
            'Single sign-on knows the customer by an external id, and this customer has none of that source.',
          );
        return { token: await keep({ ...nothing, expected: request.externalId }), expiresAt, proof };
      }
    }
  } finally {
    await opened.close();
  }
}

/**
 * Finishes a proof: asks the source, links the account, and records the consent. The token is used up by success; a proof that
 * does not hold yet may be tried again until it runs out.
 *
 * @param query what came back from a sign-in
 * @throws VisibleError LINK_EXPIRED, LINK_UNPROVEN, ACCOUNT_TAKEN; SourceProblem
 */
export async function completeLink(
  db: Db,
  settings: SocialSettings,
  token: string,
  query: URLSearchParams = new URLSearchParams(),
  options: Partial<WorkerOptions> = {},
): Promise<StoredAccount> {
  const { customerId, content } = await linkOf(db, token);
  if (content.step !== 'STARTED') throw unproven('No account was named yet: start with one.');
  if (content.proof === 'OAUTH' && query.get('state') !== token)
    throw unproven('This is not the answer to this sign-in.');
  const sourceSettings = settingsOf(settings, content.source);
  const opened = await openWorker(db, sourceSettings, content.host, worker(options));
  try {
    const proven = await prove(opened, content, query);
    const account = await linkAccount(db, {
      customerId,
      source: content.source,
      host: content.host,
      accountId: proven.id,
      handle: proven.handle,
      proof: content.proof,
      purposes: content.purposes,
      ...(proven.alsoKnownAs === undefined ? {} : { alsoKnownAs: proven.alsoKnownAs }),
      ...(sourceSettings.type === 'file' && sourceSettings.simulated ? { simulated: true } : {}),
    });
    const { consents } = await sayConsents(
      db,
      customerId,
      content.purposes.map((purpose) => ({
        purpose,
        status: 'GRANTED',
        version: content.consentVersion,
        at: content.saidAt,
        source: content.saidIn,
      })),
    );
    await closeLink(db, token);
    // Taken back while the proof was under way: what was said later stands.
    const withdrawn = account.purposes.filter((purpose) => !isGranted(consents, purpose));
    if (withdrawn.length > 0) await forgetPurposes(db, customerId, withdrawn);
    if (withdrawn.length === account.purposes.length)
      throw unproven('Consent was taken back while the proof was under way, so nothing is linked.');
    return { ...account, purposes: account.purposes.filter((purpose) => isGranted(consents, purpose)) };
  } finally {
    await opened.close();
  }
}

/** @throws InvalidInputError unless something was agreed to, and the text in force was shown */
export function checkConsent(
  { consent }: SocialSettings,
  request: { readonly purposes: readonly ConsentPurpose[]; readonly consentVersion: string },
): void {
  if (consent === undefined)
    throw new InvalidInputError(
      ['consentVersion'],
      'No consent text is configured, so nobody can agree to it: set consent.version in the settings of social sources.',
    );
  if (request.consentVersion !== consent.version)
    throw new InvalidInputError(
      ['consentVersion'],
      `The consent text in force is version ${consent.version}; show that one to the customer.`,
    );
  if (request.purposes.length === 0)
    throw new InvalidInputError(['purposes'], `Say what the customer agreed to: ${CONSENT_PURPOSES.join(', ')}.`);
}

function hostIn(hosts: readonly string[], { host, handle }: LinkRequest): string {
  const named = host ?? (hosts.length > 1 ? handle?.replace(/^@/u, '').split('@')[1] : undefined) ?? hosts[0]!;
  const found = hosts.find((each) => each === named.toLowerCase());
  if (found === undefined)
    throw new InvalidInputError(['host'], `Accounts can be linked on ${hosts.join(', ')}; ${named} is none of them.`);
  return found;
}

/** Where the linking page is, without a slash at its end. @throws VisibleError NOT_CONFIGURED */
export function addressOf(settings: SocialSettings, publicUrl = settings.publicUrl): string {
  if (settings.sources.length === 0)
    throw new VisibleError(
      'NOT_CONFIGURED',
      'No social source is configured on this server. docs/social.md says how to configure one.',
    );
  if (publicUrl === undefined)
    throw new VisibleError(
      'NOT_CONFIGURED',
      'The address of the linking page is not configured: set publicUrl in the settings of social sources.',
    );
  return publicUrl.replace(/\/$/u, '');
}

/** Where customers can be sent to. @throws VisibleError NOT_CONFIGURED when they could do nothing there */
export function linkingPage(settings: SocialSettings): string {
  const page = addressOf(settings);
  if (settings.consent === undefined)
    throw new VisibleError(
      'NOT_CONFIGURED',
      'No consent text is configured, so nobody can agree to it: set consent.version and consent.company in the settings of social sources.',
    );
  return page;
}

/** The id by which a source's own sign-in knows a customer, where it has one and the customer too. */
export function externalIdFor(
  settings: SocialSettings,
  source: string,
  identities: readonly { readonly type: string; readonly source: string | null; readonly value: string }[],
): { readonly externalId?: string } {
  const found = settings.sources.find((each) => sourceKey(each) === source);
  if (found?.type !== 'discourse') return {};
  const identity = identities.find((one) => one.type === 'EXTERNAL_ID' && one.source === found.externalIdSource);
  return identity === undefined ? {} : { externalId: identity.value };
}
