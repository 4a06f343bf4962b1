import * as z from 'zod';
import { InvalidInputError, VisibleError } from '../domain/errors.ts';
import { CONSENT_PURPOSES } from '../domain/social/consent.ts';
import { LINK_PROOFS, type LinkProof, type ProvenAccount } from './source.ts';
import type { OpenedSource } from './sync/worker.ts';

/** A proof under way, as it is kept sealed. */
export const Proof = z.strictObject({
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
  /** The invitation it was begun from: the page to return to. */
  invitation: z.string().nullable(),
});
export type Proof = z.infer<typeof Proof>;

/**
 * Asks the source whether what was asked of the customer is there now.
 *
 * @param query what came back from a sign-in
 * @throws VisibleError LINK_UNPROVEN, NO_SUCH_ACCOUNT; SourceProblem
 */
export async function prove(opened: OpenedSource, content: Proof, query: URLSearchParams): Promise<ProvenAccount> {
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

export const unproven = (why: string): VisibleError => new VisibleError('LINK_UNPROVEN', why);

/** The account behind a handle. @throws InvalidInputError, VisibleError NO_SUCH_ACCOUNT */
export async function findAccount({ source, calls }: OpenedSource, handle: string | undefined) {
  if (handle === undefined || handle.trim() === '')
    throw new InvalidInputError(['handle'], 'Say which account: its handle, such as ada.example.com or @ada.');
  if (source.find === undefined) throw new InvalidInputError(['proof'], `${source.key} shows no profiles to prove by.`);
  const account = await calls.run(() => source.find!(handle.trim().replace(/^@/u, '')));
  if (account === null)
    throw new VisibleError(
      'NO_SUCH_ACCOUNT',
      // Files have no host to be known by.
      `${source.host === 'file' ? source.key : source.host} knows no account by this handle. Check its spelling.`,
    );
  return account;
}

/** The proof that is wanted, or the surest the source offers. @throws InvalidInputError naming those it offers */
export async function proofFor(opened: OpenedSource, wanted: LinkProof | undefined): Promise<LinkProof> {
  const { proofs } = await opened.capabilities();
  const chosen = wanted ?? LINK_PROOFS.find((proof) => proofs.includes(proof));
  if (chosen === undefined || !proofs.includes(chosen))
    throw new InvalidInputError(
      ['proof'],
      `${opened.key} can prove an account by ${proofs.join(', ') || 'nothing'}${wanted === undefined ? '' : `, not by ${wanted}`}.`,
    );
  return chosen;
}
