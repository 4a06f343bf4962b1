import type { Consent, ConsentPurpose } from '../../domain/social/consent.ts';
import { CONSENT_PURPOSES, isGranted } from '../../domain/social/consent.ts';
import type { StoredAccount } from '../../store/social/account-items.ts';
import { PROOF_MS } from '../link.ts';
import type { Proof } from '../prove.ts';
import { sourceKey, type SocialSettings, type SourceSettings } from '../settings.ts';
import { LINK_PROOFS, type LinkProof } from '../source.ts';
import { hostsOf } from '../sources.ts';
import { document, html, webAddress, type Html, type PageAnswer } from './html.ts';

const NAMES = { bluesky: 'Bluesky', mastodon: 'Mastodon', discourse: 'Our forum', github: 'GitHub' } as const;

/** What a customer calls a source. */
export const nameOf = (settings: SocialSettings, key: string): string => {
  const found = settings.sources.find((source) => sourceKey(source) === key);
  return found === undefined || found.type === 'file' ? key : NAMES[found.type];
};

const companyOf = ({ consent }: SocialSettings): string => consent?.company ?? 'The company';

const PURPOSES = {
  SOCIAL_ENRICHMENT: {
    name: 'the public numbers of my account',
    label: (company: string) => `${company} may read the public numbers of my account`,
    what: 'How many followers, follows and posts it has, how many reactions its newest posts got, and which other customers who agreed to the same I follow. It is used to understand how customers influence one another.',
  },
  SOCIAL_ENGAGEMENT: {
    name: 'what I do with the company’s accounts',
    label: (company: string) => `${company} may count what I do with its own accounts`,
    what: 'Likes, shares, replies, mentions and follows of the company’s own accounts. They count as engagement, as a visit or a newsletter does.',
  },
} as const;

const PROOFS: Readonly<Record<LinkProof, string>> = {
  OAUTH: 'Sign in there',
  REL_ME: 'A link on my profile',
  BIO_CODE: 'A code in the text of my profile',
  SINGLE_SIGN_ON: 'My sign-in at the forum',
};

const alert = (message: string | null): Html | null =>
  message === null ? null : html`<p class="message" role="alert"><strong>Not yet:</strong> ${message}</p>`;

/** A page that only says something. */
export const messagePage = (title: string, message: string, status = 200, back: Html | null = null): PageAnswer =>
  document(
    title,
    html`<h1>${title}</h1>
      <p>${message}</p>
      ${back}`,
    { status },
  );

export const backTo = (token: string | null): Html | null =>
  token === null ? null : html`<p><a href="./${token}">Back to your page</a></p>`;

export interface HomeView {
  readonly settings: SocialSettings;
  /** Sources an account can be linked at. */
  readonly sources: readonly SourceSettings[];
  readonly consents: readonly Consent[];
  readonly accounts: readonly StoredAccount[];
  /** What the customer had filled in. Purposes are never ticked for them. */
  readonly filled: { readonly source: string; readonly handle: string };
  readonly error: string | null;
  readonly done: string | null;
}

const DONE: ReadonlyMap<string, string> = new Map([
  ['linked', 'Your account is linked.'],
  ['unlinked', 'The account is unlinked, and everything collected through it is deleted.'],
  ['withdrawn', 'Taken back. What was collected for it is deleted.'],
]);

/** The customer's own page: what is linked, how to take it back, and the form that links. */
export function homePage(view: HomeView, status = 200): PageAnswer {
  const company = companyOf(view.settings);
  const title = `Your social accounts at ${company}`;
  const done = view.done === null ? undefined : DONE.get(view.done);
  return document(
    view.error === null ? title : `Not yet: ${title}`,
    html`<h1>${title}</h1>
      ${done === undefined ? null : html`<p class="message" role="status">${done}</p>`} ${alert(view.error)}
      ${linked(view)}
      ${view.settings.consent === undefined || view.sources.length === 0 ? html`<p>No account can be linked at the moment.</p>` : linkForm(view, company)}`,
    { status },
  );
}

function linked({ accounts, consents, settings }: HomeView): Html | null {
  const granted = CONSENT_PURPOSES.filter((purpose) => isGranted(consents, purpose));
  if (accounts.length === 0 && granted.length === 0) return null;
  return html`<h2>What is linked</h2>
    ${accounts.length === 0 ? html`<p>No account is linked.</p>` : null}
    <ul>
      ${accounts.map((account) => {
        const name = `${nameOf(settings, account.source)}${account.handle === null ? '' : `: ${account.handle}`}`;
        return html`<li>
          ${name}, linked on ${new Date(account.linkedAt).toISOString().slice(0, 10)}, for
          ${account.purposes.map((purpose) => PURPOSES[purpose].name).join(' and ')}
          <form method="post">
            <input type="hidden" name="action" value="unlink" /><input
              type="hidden"
              name="account"
              value="${account.hash}"
            /><button>Unlink ${name}</button>
          </form>
        </li>`;
      })}
    </ul>
    <h2>Take back</h2>
    <p>You can take back each of these here at any time. What was collected for it is deleted at once.</p>
    <ul>
      ${granted.map(
        (purpose) =>
          html`<li>
            ${PURPOSES[purpose].label(companyOf(settings))}, agreed on
            ${new Date(consents.find((one) => one.purpose === purpose)!.at).toISOString().slice(0, 10)}
            <form method="post">
              <input type="hidden" name="action" value="withdraw" /><input
                type="hidden"
                name="purpose"
                value="${purpose}"
              /><button>Take back: ${PURPOSES[purpose].name}</button>
            </form>
          </li>`,
      )}
    </ul>`;
}

const purposeBox = (purpose: ConsentPurpose, company: string): Html =>
  html`<label
      ><input
        type="checkbox"
        name="purpose"
        value="${purpose}"
        aria-describedby="${purpose}"
      />${PURPOSES[purpose].label(company)}</label
    >
    <p class="hint" id="${purpose}">${PURPOSES[purpose].what}</p>`;

function linkForm({ settings, sources, filled }: HomeView, company: string): Html {
  const { version, policyUrl } = settings.consent!;
  const policy = policyUrl === undefined ? null : webAddress(policyUrl);
  return html`<h2>Link an account</h2>
    <p>Only if you want to. Nothing you buy depends on it.</p>
    <form method="post">
      <input type="hidden" name="action" value="start" /><input
        type="hidden"
        name="consentVersion"
        value="${version}"
      />
      <fieldset>
        <legend>What you agree to</legend>
        ${CONSENT_PURPOSES.map((purpose) => purposeBox(purpose, company))}
        <p class="hint">
          Never read: messages, the text of posts, addresses, anything private, anybody who has not agreed. Nothing is
          ever posted or changed in your name. To take it back, come to this page or ask ${company}: what was collected
          is deleted.
        </p>
        <p class="hint">
          Version ${version} of this
          text.${policy === null ? null : html` <a href="${policy}" rel="noopener noreferrer">Privacy policy</a>`}
        </p>
      </fieldset>
      <fieldset>
        <legend>Where the account is</legend>
        ${sources.map((source) => {
          const key = sourceKey(source);
          const hosts = source.type === 'mastodon' ? ` (${hostsOf(source).join(', ')})` : '';
          return html`<label
            ><input
              type="radio"
              name="source"
              value="${key}"
              ${filled.source === key || sources.length === 1 ? html` checked` : null}
            />${nameOf(settings, key)}${hosts}</label
          >`;
        })}
      </fieldset>
      <p>
        <label for="handle">Its name there</label>
        <span class="hint" id="handle-hint"
          >Such as ada.example.com or @ada@mastodon.example. Not needed where you sign in.</span
        >
        <input
          type="text"
          id="handle"
          name="handle"
          value="${filled.handle}"
          maxlength="300"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          aria-describedby="handle-hint"
        />
      </p>
      <p>
        <label for="proof">How to show that it is yours</label>
        <select id="proof" name="proof">
          <option value="">The surest way there</option>
          ${LINK_PROOFS.map((proof) => html`<option value="${proof}">${PROOFS[proof]}</option>`)}
        </select>
      </p>
      <button>Go on</button>
    </form>`;
}

const until = (proof: Proof): Html => {
  const iso = new Date(proof.saidAt + PROOF_MS).toISOString();
  return html`<time datetime="${iso}">${iso.slice(11, 16)} UTC</time>`;
};

/** What the customer has to do so that the proof holds. */
export function proofPage(settings: SocialSettings, proof: Proof, error: string | null, status = 200): PageAnswer {
  const source = nameOf(settings, proof.source);
  const title = `Show that the account at ${source} is yours`;
  const check = (label: string): Html =>
    html`<form method="post"><input type="hidden" name="action" value="complete" /><button>${label}</button></form>`;
  const steps = (): Html => {
    switch (proof.proof) {
      case 'BIO_CODE':
        return html`<ol>
            <li>Copy this code: <code id="code">${proof.expected}</code></li>
            <li>Put it anywhere into the text of your profile at ${source}, and save.</li>
            <li>Come back here before ${until(proof)}:</li>
          </ol>
          ${check('The code is in my profile')}
          <p>Afterwards you can take it out again.</p>`;
      case 'REL_ME':
        return html`<ol>
            <li>Copy this address: <code id="address">${proof.expected}</code></li>
            <li>Add it as a link to your profile at ${source}, save, and wait until it shows as verified.</li>
            <li>Come back here before ${until(proof)}:</li>
          </ol>
          ${check('The link is verified')}
          <p>Afterwards you can take it out again.</p>`;
      case 'SINGLE_SIGN_ON':
        return html`<p>${companyOf(settings)} signs you in at ${source}, so it knows which account is yours.</p>
          ${check('Link it')}`;
      case 'OAUTH':
        return html`<p>The sign-in at ${source} was begun in another window. Finish it there, or start again.</p>`;
    }
  };
  return document(
    error === null ? title : `Not yet: ${title}`,
    html`<h1>${title}</h1>
      ${alert(error)}${steps()}${backTo(proof.invitation)}`,
    { status },
  );
}

/** Leads to the source's sign-in. A page, not a redirect: browsers hold redirects of a form to where forms may go, which is here. */
export const signInPage = (settings: SocialSettings, source: string, url: string, headers: Record<string, string>) => {
  const name = nameOf(settings, source);
  return document(
    `Sign in at ${name}`,
    html`<h1>Sign in at ${name}</h1>
      <p>You are being sent there. It will tell us which account is yours, and nothing else.</p>
      <p><a class="button" href="${url}" rel="noopener noreferrer">Sign in at ${name}</a></p>`,
    { refreshTo: url, headers },
  );
};

/** Asked of a browser that did not begin the sign-in: somebody may have been sent here with another's. */
export const confirmPage = (settings: SocialSettings, proof: Proof): PageAnswer => {
  const company = companyOf(settings);
  const title = `Link your account to ${company}?`;
  return document(
    title,
    html`<h1>${title}</h1>
      <p>
        You signed in at ${nameOf(settings, proof.source)}. If you go on, this account is linked to the customer who
        asked for it at ${company}.
      </p>
      <p>If you did not ask for this yourself, close this page: nothing is linked then.</p>
      <form method="post"><button>Yes, I asked for it</button></form>`,
  );
};

/** What a profile links to, and which links back to it. */
export const publicPage = (company: string, profileUrl: string): PageAnswer => {
  const url = webAddress(profileUrl);
  return document(
    'A link',
    html`<h1>A link</h1>
      <p>The owner of <a rel="me" href="${url ?? '#'}">this profile</a> links it to ${company}.</p>`,
  );
};
