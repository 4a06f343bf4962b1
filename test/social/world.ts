import type { ActVerb } from '../../social/source.ts';

/** An account of a made-up network, in no provider's terms. Null: the account keeps the number to itself. */
export interface WorldAccount {
  readonly n: number;
  followers: number;
  follows: number;
  posts: number;
  bio: string;
  links: readonly { readonly url: string; readonly verified: boolean }[];
  followsBrand: boolean;
  isGone: boolean;
  /** Whom they follow, page by page as the provider hands it out; a page may be empty. */
  followPages: readonly (readonly number[])[];
  /** The last page names itself as the next one, for ever. */
  isEndless: boolean;
}

export interface WorldAct {
  readonly actor: number;
  readonly verb: ActVerb;
  /** Epoch milliseconds, whole seconds: what every provider can say. */
  readonly at: number;
}

/** What the stub of a provider serves. A test changes it between calls. */
export interface World {
  /** The provider's clock. */
  now: number;
  readonly accounts: WorldAccount[];
  /** On the company's own account or its posts, in the order in which they became visible. */
  readonly acts: WorldAct[];
}

export const WORLD_START = Date.parse('2026-11-20T12:00:00Z');

/** Eight accounts: 1 follows three pages of others, one of them empty; 4 is gone; 5's list never ends; 6 follows nobody. */
export function newWorld(): World {
  const account = (n: number, more: Partial<WorldAccount> = {}): WorldAccount => ({
    n,
    followers: 100 * n,
    follows: 10 * n,
    posts: 1000 + n,
    bio: `Coffee & bicycles, number ${n}`,
    links: [{ url: `https://people.example/${n}`, verified: false }],
    followsBrand: false,
    isGone: false,
    followPages: [[2, 3]],
    isEndless: false,
    ...more,
  });
  return {
    now: WORLD_START,
    accounts: [
      account(1, { follows: 4, followPages: [[2, 3], [], [7, 8]], followsBrand: true }),
      account(2),
      account(3, { followers: 0, posts: 0, followsBrand: true }),
      account(4, { isGone: true }),
      account(5, { follows: 2, isEndless: true }),
      account(6, { follows: 0, followPages: [[]] }),
      account(7),
      account(8),
    ],
    acts: [],
  };
}

/** The account with this number. */
export function accountOf(world: World, n: number): WorldAccount {
  const found = world.accounts.find((account) => account.n === n);
  if (found === undefined) throw new Error(`the made-up network has no account ${n}`);
  return found;
}
