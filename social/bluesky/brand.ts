import { InvalidInputError } from '../../domain/errors.ts';
import { secretValue, type SettingsOf } from '../settings.ts';
import type { AccountId, EngagementPage, SocialAct, SourceFetch, SourceSession } from '../source.ts';
import { REASONS, actOfNotification } from './acts.ts';
import { sdk, type AtpAgent, type AtpSessionData } from './sdk/load.ts';

/** The company's own account: signed in only for its notifications. */
export interface Brand {
  /** What was done to the company, newest first. */
  engagement(since: string | null, cursor: string | null): Promise<EngagementPage>;
  readonly session: SourceSession;
  /** Whose login is kept; null without one. */
  did(): AccountId | null;
}

interface Kept {
  /** Whose login it is; another in the settings needs another login. */
  readonly identifier: string;
  readonly service: string;
  readonly data: AtpSessionData;
  /** The personal server the account lives on, as its DID document says. */
  readonly pds: string | null;
}

const PAGE = 100;
/** What a server says to a login that ran out, was revoked, or is not its own. */
const SPENT: ReadonlySet<string> = new Set(['ExpiredToken', 'InvalidToken', 'AuthenticationRequired', 'AuthMissing']);
/**
 * Notifications are ordered by what their authors' clocks say, and those of one millisecond share a cursor: so much before
 * the watermark is read once more. What is counted already is not counted again.
 */
export const OVERLAP_MS = 10 * 60_000;

export function brandOf(settings: SettingsOf<'bluesky'>, fetch: SourceFetch): Brand {
  let kept: Kept | null = null;
  let opened: Promise<AtpAgent> | null = null;

  const { identifier, service } = settings.brand ?? { identifier: '', service: '' };

  async function open(): Promise<AtpAgent> {
    if (settings.brand === undefined)
      throw new InvalidInputError(
        ['social', 'sources'],
        'Bluesky: no `brand` in the settings, so there is no account whose notifications could be read. docs/social.md has an example.',
      );
    const { AtpAgent } = await sdk();
    const agent = new AtpAgent({
      service,
      fetch,
      persistSession(event, data) {
        if (event === 'network-error') return;
        kept = data === undefined ? null : { identifier, service, data, pds: agent.pdsUrl?.href ?? null };
      },
    });
    if (kept === null) await agent.login({ identifier, password: secretValue(settings.brand.password) });
    else {
      // Not `resumeSession`: it would spend a refresh on every invocation. The SDK refreshes when the access has expired.
      agent.sessionManager.session = kept.data;
      if (kept.pds !== null) agent.sessionManager.pdsUrl = new URL(kept.pds);
    }
    return agent;
  }

  /** Makes a call as the company; with one new login when the kept one is worth nothing any more. */
  async function signedIn<T>(call: (agent: AtpAgent) => Promise<T>): Promise<T> {
    const restored = opened === null && kept !== null;
    try {
      return await call(await (opened ??= open()));
    } catch (error) {
      const { XRPCError } = await sdk();
      if (!restored || !(error instanceof XRPCError) || !SPENT.has(error.error)) throw error;
      kept = null;
      opened = null;
      return call(await (opened ??= open()));
    }
  }

  return {
    async engagement(since, cursor) {
      const { notifications, next, brand } = await signedIn(async (agent) => {
        const { data } = await agent.listNotifications({
          limit: PAGE,
          priority: false,
          reasons: [...REASONS.keys()],
          ...(cursor === null ? {} : { cursor }),
        });
        return { notifications: data.notifications, next: data.cursor, brand: agent.assertDid };
      });
      const floorMs = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since) - OVERLAP_MS;
      const fresh = notifications.filter((each) => Date.parse(each.indexedAt) >= floorMs);
      const acts = fresh.map((each) => actOfNotification(each, brand)).filter((act): act is SocialAct => act !== null);
      const ended = next === undefined || fresh.length < notifications.length;
      return { items: acts, cursor: ended ? null : next, watermark: latest(since, notifications[0]?.indexedAt) };
    },
    session: {
      restore(text) {
        kept = null;
        opened = null;
        const found = JSON.parse(text) as Kept;
        if (found.identifier === identifier && found.service === service) kept = found;
      },
      save: () => (kept === null ? null : JSON.stringify(kept)),
    },
    did: () => kept?.data.did ?? null,
  };
}

const latest = (since: string | null, newest: string | undefined): string | null =>
  newest === undefined || (since !== null && Date.parse(since) > Date.parse(newest)) ? since : newest;
