import { createHash } from 'node:crypto';
import { VisibleError } from '../../domain/errors.ts';
import { CONSENT_PURPOSES } from '../../domain/social/consent.ts';
import type { Db } from '../../store/client/db.ts';
import { consentsById, customerRecord, everyIdOf } from '../../store/customers/consents.ts';
import { accountsOf } from '../../store/social/accounts.ts';
import { readCapabilities } from '../../store/social/progress.ts';
import { completeLink, externalIdFor, inviteToLink, linkOf, startLink } from '../link.ts';
import { problemIn } from '../problem.ts';
import type { Proof } from '../prove.ts';
import { sourceKey, type SocialSettings, type SourceSettings } from '../settings.ts';
import { LINK_PROOFS } from '../source.ts';
import { hostsOf, openSource } from '../sources.ts';
import type { WorkerOptions } from '../sync/worker.ts';
import { unlinkAccount, withdrawConsent } from '../unlink.ts';
import { formOf, isForeign, type PageQuestion } from './form.ts';
import { document, html, SAFE_HEADERS, seeOther, type PageAnswer } from './html.ts';
import * as views from './views.ts';

export interface LinkPageOptions {
  readonly db: Db;
  readonly settings: SocialSettings;
  /** Where the page is reached, in place of the configured address. */
  readonly publicUrl?: string;
  readonly worker?: Partial<WorkerOptions>;
  /** Told of what the customer is not told. Never gets an address: it holds the token. */
  readonly onError?: (error: unknown) => void;
}

/** Where consent given on this page was said. */
const SAID_IN = 'link-page';
/** Sent to the browser that began a sign-in, so that nobody can be led to finish another's. */
const COOKIE = 'kring-link';

const expired = (): PageAnswer =>
  views.messagePage(
    'This link is not valid',
    'It was used, has run out, or everything it was for has been deleted. Ask for a new one.',
    404,
  );

/** The part of a path after `/link`; null when the page is not asked for. */
export const linkPath = (path: string): readonly string[] | null => {
  const [, rest] = /\/link(?:\/(.*))?$/u.exec(path) ?? [null, undefined];
  if (!/\/link(?:\/|$)/u.test(path)) return null;
  return rest === undefined || rest === '' ? [] : rest.split('/');
};

/**
 * Answers a request for the linking page: pure but for the table and the sources, so that any host can serve it. Works without
 * scripts. The token in the path is the customer's key; it is never logged, and no answer tells it to anybody else. Never throws.
 */
export async function answerLinkPage(options: LinkPageOptions, question: PageQuestion): Promise<PageAnswer> {
  try {
    return await route(options, question);
  } catch (error) {
    if (error instanceof VisibleError && error.code === 'LINK_EXPIRED') return expired();
    if (error instanceof VisibleError || problemIn(error) !== null)
      return views.messagePage('Not now', said(error), 503);
    options.onError?.(error);
    return views.messagePage('Something went wrong on our side', 'Try again in a few minutes.', 500);
  }
}

/** What a customer is told of a failure. */
const said = (error: unknown): string => {
  const problem = problemIn(error);
  if (problem === null) return (error as Error).message;
  return problem.kind === 'WAIT' || problem.kind === 'DOWN'
    ? `${problem.host} does not answer at the moment. Try again in a few minutes.`
    : `${problem.host} refuses to tell about the account. Try again later, or another way.`;
};

async function route(options: LinkPageOptions, question: PageQuestion): Promise<PageAnswer> {
  const path = linkPath(question.path) ?? [];
  const isPost = question.method === 'POST';
  if (!isPost && question.method !== 'GET' && question.method !== 'HEAD') return notAllowed();
  if (isPost && isForeign(question))
    return views.messagePage('Not from here', 'This form was sent from another site. Nothing was changed.', 403);
  const [first = '', second] = path;
  if (path.length === 0) return views.messagePage('Nothing to see here', 'Open the personal link you were sent.', 404);
  if (first === 'me' && second !== undefined && path.length === 2) return isPost ? notAllowed() : me(options, second);
  if (path.length > 1) return expired();
  if (first === 'callback') return question.method === 'HEAD' ? notAllowed() : callback(options, question);
  if (first.endsWith('.json')) return clientDocument(options, first);
  return isPost ? act(options, first, question) : show(options, first, new URLSearchParams(question.query).get('done'));
}

const notAllowed = (): PageAnswer => ({
  ...views.messagePage('Not possible', 'This page can be read and its forms sent, nothing else.', 405),
});

async function me({ db, settings }: LinkPageOptions, token: string): Promise<PageAnswer> {
  const { content } = await linkOf(db, token);
  if (content.step !== 'PUBLIC') return expired();
  return views.publicPage(settings.consent?.company ?? 'a company', content.profileUrl);
}

/** What a source fetches to learn who asks for a sign-in. */
async function clientDocument(options: LinkPageOptions, name: string): Promise<PageAnswer> {
  const publicUrl = options.publicUrl ?? options.settings.publicUrl;
  for (const settings of publicUrl === undefined ? [] : options.settings.sources) {
    const source = await (options.worker?.open ?? openSource)(settings, hostsOf(settings)[0]!, () =>
      Promise.reject(new Error('only its document is asked for')),
    );
    const found = source.oauth?.clientDocument?.(`${publicUrl!.replace(/\/$/u, '')}/callback`);
    if (found && new URL(found.url).pathname.endsWith(`/${name}`))
      return {
        status: 200,
        headers: {
          'content-type': 'application/json',
          ...SAFE_HEADERS,
          'cross-origin-resource-policy': 'cross-origin',
        },
        body: JSON.stringify(found.document),
      };
  }
  return expired();
}

async function show(options: LinkPageOptions, token: string, done: string | null): Promise<PageAnswer> {
  const { customerId, content } = await linkOf(options.db, token);
  if (content.step === 'INVITED')
    return home(options, customerId, { filled: { source: '', handle: '' }, error: null, done });
  if (content.step === 'STARTED') return views.proofPage(options.settings, content, null);
  return expired();
}

async function home(
  { db, settings }: LinkPageOptions,
  customerId: string,
  rest: Pick<views.HomeView, 'filled' | 'error' | 'done'>,
  status = 200,
): Promise<PageAnswer> {
  const everybody = await everyIdOf(db, customerId);
  const [consents, accounts, offered] = await Promise.all([
    consentsById(db, everybody),
    accountsOf(db, everybody, { consistent: true }),
    Promise.all(settings.sources.map((source) => isOffered(db, source))),
  ]);
  const sources = settings.sources.filter((_, index) => offered[index]);
  return views.homePage({ settings, sources, consents, accounts, ...rest }, status);
}

/** Whether accounts of a source can be linked here: what it said of itself, if it was asked yet. Of files the settings say it: bios are in the accounts. */
async function isOffered(db: Db, settings: SourceSettings): Promise<boolean> {
  if (settings.type === 'file') return settings.accounts !== undefined;
  const known = [...(await readCapabilities(db, sourceKey(settings))).values()] as { readonly proofs?: unknown }[];
  const proofs = known.flatMap((can) => (Array.isArray(can?.proofs) ? can.proofs : []));
  return known.length === 0 || proofs.length > 0;
}

async function act(options: LinkPageOptions, token: string, question: PageQuestion): Promise<PageAnswer> {
  const { db, settings } = options;
  const form = formOf(question);
  if (form === null) return views.messagePage('Not understood', 'This is not what the form sends.', 400);
  const { customerId, content } = await linkOf(db, token);
  if (content.step === 'STARTED') return finish(options, token, content, new URLSearchParams(), views.proofPage);
  if (content.step !== 'INVITED') return expired();
  switch (form.get('action')) {
    case 'start':
      return start(options, token, customerId, form);
    case 'unlink': {
      const account = (await accountsOf(db, await everyIdOf(db, customerId), { consistent: true })).find(
        ({ hash }) => hash === form.get('account'),
      );
      if (account !== undefined) await unlinkAccount(db, account);
      return seeOther(`./${token}?done=unlinked`);
    }
    case 'withdraw': {
      const purpose = CONSENT_PURPOSES.find((each) => each === form.get('purpose'));
      if (purpose === undefined) return views.messagePage('Not understood', 'This is not what the form sends.', 400);
      const consents = await consentsById(db, await everyIdOf(db, customerId));
      const version = consents.find((one) => one.purpose === purpose)?.version ?? settings.consent?.version ?? 'none';
      await withdrawConsent(db, customerId, [purpose], { version, source: SAID_IN });
      // With the last account everything that was under way is closed, this address too.
      const isOpen = await linkOf(db, token).then(
        () => true,
        () => false,
      );
      return isOpen
        ? seeOther(`./${token}?done=withdrawn`)
        : views.messagePage('Taken back', 'Everything that was collected is deleted, and this link is closed.');
    }
    default:
      return views.messagePage('Not understood', 'This is not what the form sends.', 400);
  }
}

async function start(
  options: LinkPageOptions,
  invitation: string,
  customerId: string,
  form: URLSearchParams,
): Promise<PageAnswer> {
  const { db, settings, worker, publicUrl } = options;
  const source = form.get('source') ?? '';
  const handle = (form.get('handle') ?? '').trim();
  const again = (error: string): Promise<PageAnswer> =>
    home(options, customerId, { filled: { source, handle }, error, done: null }, 422);
  const purposes = CONSENT_PURPOSES.filter((purpose) => form.getAll('purpose').includes(purpose));
  if (purposes.length === 0)
    return again('Tick what you agree to, at least one of the two. Without it nothing is linked.');
  if (source === '') return again('Choose where the account is.');
  const proof = LINK_PROOFS.find((each) => each === form.get('proof'));
  try {
    const { identities } = await customerRecord(db, customerId);
    const started = await startLink(
      db,
      settings,
      {
        customerId,
        source,
        purposes,
        consentVersion: form.get('consentVersion') ?? '',
        saidIn: SAID_IN,
        invitation,
        ...(handle === '' ? {} : { handle }),
        ...(proof === undefined ? {} : { proof }),
        ...(publicUrl === undefined ? {} : { publicUrl }),
        ...externalIdFor(settings, source, identities),
      },
      worker,
    );
    if (started.proof !== 'OAUTH') return seeOther(`./${started.token}`);
    if (!/^https?:\/\//u.test(started.url)) throw new Error('a sign-in that is not on the web');
    return views.signInPage(settings, source, started.url, { 'set-cookie': cookie(options, started.token) });
  } catch (error) {
    if (error instanceof VisibleError && error.code !== 'LINK_EXPIRED') return again(error.message);
    if (problemIn(error) !== null) return again(said(error));
    throw error;
  }
}

/** Of a token, a hash: what it opens is not in the browser's store. */
const browserMark = (token: string): string => createHash('sha256').update(token).digest('base64url');

const cookie = ({ publicUrl, settings }: LinkPageOptions, token: string): string =>
  `${COOKIE}=${browserMark(token)}; Path=/; Max-Age=900; HttpOnly; SameSite=Lax${(publicUrl ?? settings.publicUrl)?.startsWith('https:') ? '; Secure' : ''}`;

/** Where a sign-in comes back to. A browser that did not begin it is asked first. */
async function callback(options: LinkPageOptions, question: PageQuestion): Promise<PageAnswer> {
  const { db, settings } = options;
  const query = new URLSearchParams(question.query);
  const token = query.get('state') ?? '';
  const { content } = await linkOf(db, token);
  if (content.step !== 'STARTED' || content.proof !== 'OAUTH') return expired();
  if (query.has('error'))
    return views.messagePage(
      'Not signed in',
      `${views.nameOf(settings, content.source)} says that the sign-in was not granted. Nothing was linked.`,
      200,
      views.backTo(content.invitation),
    );
  const began = (question.headers['cookie'] ?? '').split(/;\s*/u).includes(`${COOKIE}=${browserMark(token)}`);
  if (!began && question.method !== 'POST') return views.confirmPage(settings, content);
  return finish(options, token, content, query, (_, proof, error, status) =>
    document(
      'Not yet',
      html`<h1>Not yet</h1>
        <p class="message" role="alert">${error}</p>
        ${views.backTo(proof.invitation)}`,
      { status: status ?? 200 },
    ),
  );
}

/** Completes a proof and leads to the customer's page; what does not hold yet is shown by `again`. */
async function finish(
  options: LinkPageOptions,
  token: string,
  proof: Proof,
  query: URLSearchParams,
  again: typeof views.proofPage,
): Promise<PageAnswer> {
  const { db, settings, worker } = options;
  try {
    const { customerId } = await completeLink(db, settings, token, query, worker);
    const isOpen =
      proof.invitation !== null &&
      (await linkOf(db, proof.invitation).then(
        () => true,
        () => false,
      ));
    const page = isOpen ? proof.invitation! : (await inviteToLink(db, customerId)).token;
    return seeOther(
      `./${page}?done=linked`,
      proof.proof === 'OAUTH' ? { 'set-cookie': `${COOKIE}=; Path=/; Max-Age=0` } : {},
    );
  } catch (error) {
    if (error instanceof VisibleError && error.code !== 'LINK_EXPIRED')
      return again(settings, proof, error.message, 422);
    if (problemIn(error) !== null) return again(settings, proof, said(error), 503);
    throw error;
  }
}
