import { randomInt } from 'node:crypto';
import * as z from 'zod';
import { InvalidInputError, VisibleError } from '../domain/errors.ts';
import type { CustomerId } from '../domain/events.ts';
import { CONSENT_PURPOSES, type ConsentPurpose } from '../domain/social/consent.ts';
import type { Db } from '../store/client/db.ts';
import { sayConsents } from '../store/customers/consents.ts';
import { linkAccount, type StoredAccount } from '../store/social/accounts.ts';
import { closeLink, keepLink, linkExpired, openLink, readLink } from '../store/social/links.ts';
import { LINK_PROOFS, type LinkProof, type ProvenAccount } from './source.ts';
import { hostsOf, settingsOf } from './sources.ts';
import type { SocialSettings } from './settings.ts';
import { openWorker, type OpenedSource, type WorkerOptions } from './sync/worker.ts';

/** A proof under way has this long. */
export const PROOF_MS = 15 * 60_000;
/** An invitation to the linking page. */
export const INVITATION_MS = 7 * 86_400_000;

const Invitation = z.strictObject({ step: z.literal('INVITED') });
const Proof = z.strictObject({
  step: z.literal('STARTED'),
  source: z.string(),
  host: z.string(),
  handle: z.string().nullable(),
  proof: z.enum(LINK_PROOFS),
  /** BIO_CODE: what the bio has to contain; REL_ME: the address the profile has to link to. */
  expected: z.string().nullable(),
  /** OAUTH: what the source's sign-in has to be finished with. */
  secret: z.string().nullable(),
  redirectUri: z.string().nullable(),
  purposes: z.array(z.enum(CONSENT_PURPOSES)),
  consentVersion: z.string(),
  /** When the customer agreed, and where. */
  saidAt: z.number(),
  saidIn: z.string(),
});
/** The page a profile links to, and which links back to it: anybody may see it, and it allows nothing. */
const PublicPage = z.strictObject({ step: z.literal('PUBLIC'), profileUrl: z.string() });
const Content = z.discriminatedUnion('step', [Invitation, Proof, PublicPage]);
type Proof = z.infer<typeof Proof>;

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
 * @param token an invitation to go on with; a new one is made when absent
 * @throws InvalidInputError, VisibleError UNKNOWN_SOURCE or NO_SUCH_ACCOUNT, SourceProblem
 */
export async function startLink(
  db: Db,
  settings: SocialSettings,
  request: LinkRequest,
  options: Partial<WorkerOptions> & { readonly token?: string } = {},
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
    };
    const keep = async (
      rest: Pick<Proof, 'expected' | 'secret' | 'redirectUri'>,
      token = options.token,
    ): Promise<string> => {
      if (token === undefined) return openLink(db, request.customerId, { ...common, ...rest }, expiresAt);
      await keepLink(db, token, { ...common, ...rest }, expiresAt);
      return token;
    };
    const nothing = { expected: null, secret: null, redirectUri: null };
    switch (proof) {
      case 'OAUTH': {
        const token = await keep(nothing);
        const redirectUri = `${publicUrlOf(settings, request)}/callback`;
        const { url, secret } = await opened.calls.run(() =>
          opened.source.oauth!.start({
            redirectUri,
            state: token,
            ...(request.handle === undefined ? {} : { handle: request.handle }),
          }),
        );
        await keep({ ...nothing, secret, redirectUri }, token);
        return { token, expiresAt, proof, url };
      }
      case 'REL_ME': {
        const { url: profileUrl } = await findAccount(opened, request.handle);
        const page = await openLink(db, request.customerId, { step: 'PUBLIC', profileUrl }, expiresAt);
        const url = `${publicUrlOf(settings, request)}/me/${page}`;
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
      ...(sourceSettings.type === 'file' && sourceSettings.simulated ? { simulated: true } : {}),
    });
    await sayConsents(
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
    return account;
  } finally {
    await opened.close();
  }
}

async function prove(opened: OpenedSource, content: Proof, query: URLSearchParams): Promise<ProvenAccount> {
  const { source, calls } = opened;
  switch (content.proof) {
    case 'OAUTH':
      if (content.secret === null || content.redirectUri === null || source.oauth === undefined)
        throw unproven('The sign-in was not begun.');
      return calls.run(() =>
        source.oauth!.finish({ redirectUri: content.redirectUri!, query, secret: content.secret! }),
      );
    case 'SINGLE_SIGN_ON': {
      const own = await calls.run(() => source.ownAccount!(content.expected ?? ''));
      if (own === null) throw unproven('The forum has no account that signs in as this customer.');
      return own;
    }
    case 'BIO_CODE': {
      const account = await findAccount(opened, content.handle ?? undefined);
      if (content.expected === null || !account.bio.includes(content.expected))
        throw unproven(`The bio of ${account.handle} does not contain the code ${content.expected ?? ''} yet.`);
      return account;
    }
    case 'REL_ME': {
      const account = await findAccount(opened, content.handle ?? undefined);
      const isLinked = account.links.some(({ url, verified }) => verified && sameAddress(url, content.expected));
      if (!isLinked)
        throw unproven(
          `The profile of ${account.handle} has no verified link to ${content.expected ?? 'the page'} yet. Add it, wait until it shows as verified, and try again.`,
        );
      return account;
    }
  }
}

const sameAddress = (url: string, expected: string | null): boolean =>
  expected !== null && url.replace(/\/$/u, '') === expected.replace(/\/$/u, '');

const unproven = (why: string): VisibleError => new VisibleError('LINK_UNPROVEN', why);

async function findAccount({ source, calls }: OpenedSource, handle: string | undefined) {
  if (handle === undefined || handle.trim() === '')
    throw new InvalidInputError(['handle'], 'Say which account: its handle, such as ada.example.com or @ada.');
  if (source.find === undefined) throw new InvalidInputError(['proof'], `${source.key} shows no profiles to prove by.`);
  const account = await calls.run(() => source.find!(handle.trim().replace(/^@/u, '')));
  if (account === null)
    throw new VisibleError('NO_SUCH_ACCOUNT', `${source.host} knows no account by this handle. Check its spelling.`);
  return account;
}

async function proofFor(opened: OpenedSource, wanted: LinkProof | undefined): Promise<LinkProof> {
  const { proofs } = await opened.capabilities();
  const chosen = wanted ?? LINK_PROOFS.find((proof) => proofs.includes(proof));
  if (chosen === undefined || !proofs.includes(chosen))
    throw new InvalidInputError(
      ['proof'],
      `${opened.key} can prove an account by ${proofs.join(', ') || 'nothing'}${wanted === undefined ? '' : `, not by ${wanted}`}.`,
    );
  return chosen;
}

function checkConsent({ consent }: SocialSettings, request: LinkRequest): void {
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

function publicUrlOf(settings: SocialSettings, request: LinkRequest): string {
  const url = request.publicUrl ?? settings.publicUrl;
  if (url === undefined)
    throw new InvalidInputError(
      ['proof'],
      'This proof needs the address of the linking page: set publicUrl in the settings of social sources.',
    );
  return url.replace(/\/$/u, '');
}
