/**
 * What Kring uses of Bluesky's packages, as they declare it: types pass where they are not installed. Not looked at where the packages
 * themselves are (tsconfig.json beside this).
 */

declare module '@atproto/api' {
  export interface AtpSessionData {
    accessJwt: string;
    refreshJwt: string;
    handle: string;
    did: string;
    active: boolean;
  }
  export namespace AppBskyNotificationListNotifications {
    interface Notification {
      uri: string;
      author: { did: string };
      reason: string;
      reasonSubject?: string;
      indexedAt: string;
    }
  }
  interface Profile {
    did: string;
    handle: string;
    description?: string;
    website?: string;
    followersCount?: number;
    followsCount?: number;
    postsCount?: number;
  }
  type Answer<T> = Promise<{ data: T }>;
  export class XRPCError extends Error {
    readonly status: number;
    readonly error: string;
  }
  export class AtpAgent {
    constructor(options: {
      service: string | URL;
      fetch?: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
      persistSession?: (event: string, session: AtpSessionData | undefined) => void;
    });
    readonly sessionManager: { session?: AtpSessionData; pdsUrl?: URL };
    get pdsUrl(): URL | undefined;
    get assertDid(): string;
    login(options: { identifier: string; password: string }): Promise<unknown>;
    getProfile(query: { actor: string }): Answer<Profile>;
    getProfiles(query: { actors: string[] }): Answer<{ profiles: Profile[] }>;
    getFollows(query: { actor: string; limit?: number; cursor?: string }): Answer<{
      cursor?: string;
      follows: { did: string }[];
    }>;
    listNotifications(query: {
      limit?: number;
      priority?: boolean;
      reasons?: string[];
      cursor?: string;
    }): Answer<{ cursor?: string; notifications: AppBskyNotificationListNotifications.Notification[] }>;
    readonly app: {
      bsky: {
        graph: {
          getRelationships(query: { actor: string; others?: string[] }): Answer<{
            relationships: ({ did: string; followedBy?: string } | { actor: string; notFound: true })[];
          }>;
        };
      };
    };
  }
  /** What a method takes and answers; the tests hold their stub to it. */
  export const lexicons: {
    get(method: string): unknown;
    assertValidXrpcParams(method: string, value: unknown): unknown;
    assertValidXrpcInput(method: string, value: unknown): unknown;
    assertValidXrpcOutput(method: string, value: unknown): unknown;
  };
}

declare module '@atproto/oauth-client-node' {
  type Address = `https://${string}` | `http://127.0.0.1${string}` | `http://[::1]${string}`;
  export interface OAuthClientMetadataInput {
    redirect_uris: [Address, ...Address[]];
    client_id?: string;
    client_name?: string;
    client_uri?: `https://${string}`;
    application_type?: 'web' | 'native';
    response_types?: ['code'];
    grant_types?: ['authorization_code'];
    token_endpoint_auth_method?: 'none';
    dpop_bound_access_tokens?: boolean;
    scope?: string;
  }
  /** Kept as JSON; opaque to us. */
  export type NodeSavedState = { readonly verifier?: string };
  export type NodeSavedSession = { readonly tokenSet: object };
  interface Store<T> {
    get(key: string): Promise<T | undefined>;
    set(key: string, value: T): Promise<void>;
    del(key: string): Promise<void>;
  }
  export function buildAtprotoLoopbackClientMetadata(config: {
    scope: string;
    redirect_uris: string[];
  }): OAuthClientMetadataInput;
  export function requestLocalLock<T>(name: string, work: () => T | PromiseLike<T>): Promise<T>;
  export class OAuthResolverError extends Error {}
  export class OAuthCallbackError extends Error {}
  export class NodeOAuthClient {
    constructor(options: {
      clientMetadata: OAuthClientMetadataInput;
      stateStore: Store<NodeSavedState>;
      sessionStore: Store<NodeSavedSession>;
      requestLock?: typeof requestLocalLock;
      fetch?: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
      plcDirectoryUrl?: string;
      handleResolver?: string;
      allowHttp?: boolean;
    });
    readonly runtime: { generateNonce(): Promise<string> };
    readonly identityResolver: { resolve(identity: string): Promise<{ did: string; handle: string }> };
    authorize(input: string): Promise<URL>;
    callback(
      query: URLSearchParams,
      options: { redirect_uri: Address },
    ): Promise<{ session: { readonly did: string; signOut(): Promise<void> } }>;
  }
}

declare module '@atcute/jetstream' {
  interface Event {
    did: `did:${string}:${string}`;
    time_us: number;
  }
  export type JetstreamEvent =
    | (Event & {
        kind: 'commit';
        commit: { rev: string; collection: string; rkey: string } & (
          | { operation: 'create' | 'update'; record: unknown; cid: string }
          | { operation: 'delete' }
        );
      })
    | (Event & { kind: 'identity' | 'account' });
  export interface JetstreamSubscriptionOptions {
    url: string;
    cursor?: number;
    wantedCollections?: string[];
    wantedDids?: `did:${string}:${string}`[];
    ws?: {
      connectionTimeout?: number;
      minReconnectionDelay?: number;
      maxReconnectionDelay?: number;
      maxRetries?: number;
    };
    onConnectionOpen?(): void;
    onConnectionClose?(): void;
    onConnectionError?(): void;
  }
  export class JetstreamSubscription {
    constructor(options: JetstreamSubscriptionOptions);
    [Symbol.asyncIterator](): AsyncIterator<JetstreamEvent>;
  }
}
