import { GraphQLError } from 'graphql';
import { bucketOf, costOfUnits, type Allowance } from '../../domain/access/allowance.ts';
import type { Principal } from '../../domain/access/scopes.ts';
import { takeCost } from '../../store/access/spending.ts';
import type { CapacityMeter } from '../../store/client/capacity.ts';
import type { Db } from '../../store/client/db.ts';
import { plainError, type HttpAnswer } from './http.ts';

/** How an answer tells a client what it spent, so that it can pace itself. */
export interface Spent {
  /** Taken before anything was done, from the document and its variables. */
  readonly requested: number;
  /** What the units of DynamoDB came to; the difference counts for or against the next request. */
  readonly actual: number;
  /** null: this caller is not bounded. */
  readonly limit: number | null;
  readonly remaining: number | null;
  readonly restoreRate: number | null;
}

/** What was taken for one request. */
export interface Spending {
  /** Ends it: what was not used is given back to the next request, what was used beyond is taken from it. */
  settle(meter: CapacityMeter): Spent;
}

/** What the callers of one process spend. */
export interface RateLimiter {
  /** @throws GraphQLError RATE_LIMITED, with `retryAfterSeconds`, before anything is done */
  take(principal: Principal, cost: number, db: Db): Promise<Spending>;
  /** Counts work of this process that no unit of DynamoDB shows, such as a document that is refused. */
  charge(principal: Principal, cost: number): void;
  /** @throws GraphQLError RATE_LIMITED for a caller whose charges alone use up what they may spend */
  admit(principal: Principal): void;
}

interface Known {
  fullAtMicros: number;
  /** What was taken and not used, less what was used and not taken; good until the bucket would be full without them. */
  balance: number;
  /** When what was charged without a reservation is worked off. */
  chargedUntilMicros: number;
}

/** Callers whose last state is remembered; forgetting one costs a read. */
const MOST_KNOWN = 10_000;

/**
 * Bounds what a caller spends: the cost is taken from their bucket in the table before an operation runs, and settled by what
 * it used.
 *
 * @param allowanceOf null: not bounded
 */
export function rateLimiter(db: Db, allowanceOf: (principal: Principal) => Allowance | null): RateLimiter {
  const callers = new Map<string, Known>();
  const known = (id: string): Known => {
    const before = callers.get(id);
    if (before !== undefined) return before;
    if (callers.size >= MOST_KNOWN) callers.clear();
    const fresh = { fullAtMicros: 0, balance: 0, chargedUntilMicros: 0 };
    callers.set(id, fresh);
    return fresh;
  };
  const nowMicros = (): number => db.clock() * 1000;

  return {
    take: async (principal, cost, metered) => {
      const allowance = allowanceOf(principal);
      if (allowance === null) return unbounded(cost);
      if (cost > allowance.limit) throw neverFits(cost, allowance);
      const bucket = bucketOf(allowance);
      const caller = known(principal.id);
      if (caller.balance > 0 && caller.fullAtMicros < nowMicros()) caller.balance = 0;
      // What is owed beyond what a full bucket holds waits for the request after this one.
      const balance = Math.max(Math.min(caller.balance, cost), cost - allowance.limit);
      caller.balance -= balance;
      const due = cost - balance;
      const taken = await takeCost(metered, principal.id, bucket, due, caller.fullAtMicros);
      caller.fullAtMicros = Math.max(caller.fullAtMicros, taken.fullAtMicros);
      if (!taken.granted) {
        caller.balance += balance;
        throw refusal(allowance, cost, due, taken.fullAtMicros, nowMicros());
      }
      return {
        settle: (meter) => {
          const actual = costOfUnits(meter);
          caller.balance += cost - actual;
          return {
            requested: cost,
            actual,
            limit: allowance.limit,
            remaining: Math.max(
              0,
              Math.min(allowance.limit, bucket.remaining(taken.fullAtMicros, nowMicros()) + caller.balance),
            ),
            restoreRate: allowance.restoreRate,
          };
        },
      };
    },
    charge: (principal, cost) => {
      const allowance = allowanceOf(principal);
      if (allowance === null) return;
      const caller = known(principal.id);
      caller.chargedUntilMicros = Math.max(caller.chargedUntilMicros, nowMicros()) + bucketOf(allowance).microsOf(cost);
    },
    admit: (principal) => {
      const allowance = allowanceOf(principal);
      const until = callers.get(principal.id)?.chargedUntilMicros ?? 0;
      if (allowance !== null && until > bucketOf(allowance).latestMicros(1, nowMicros()))
        throw refusal(allowance, 1, 1, until, nowMicros());
    },
  };
}

const unbounded = (cost: number): Spending => ({
  settle: (meter) => ({ requested: cost, actual: costOfUnits(meter), limit: null, remaining: null, restoreRate: null }),
});

/** The answer to a caller who has spent what they may, where no GraphQL operation is there to say so. */
export function limitedAnswer({ message, extensions }: GraphQLError, requestId: string): HttpAnswer {
  const { code, http, retryAfterSeconds } = extensions as {
    code: string;
    http: { status: number };
    retryAfterSeconds?: number;
  };
  const answer = plainError(http.status, message, requestId, code);
  return retryAfterSeconds === undefined
    ? answer
    : { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfterSeconds) } };
}

const neverFits = (actual: number, { limit }: Allowance): GraphQLError =>
  new GraphQLError(
    `This operation would cost ${actual}; nobody here may spend more than ${limit} at once. Ask for less.`,
    {
      extensions: { code: 'QUERY_TOO_COSTLY', actual, limit, http: { status: 400 } },
    },
  );

function refusal(
  allowance: Allowance,
  requested: number,
  due: number,
  fullAtMicros: number,
  now: number,
): GraphQLError {
  const bucket = bucketOf(allowance);
  const retryAfterSeconds = bucket.waitSeconds(due, fullAtMicros, now);
  const remaining = bucket.remaining(fullAtMicros, now);
  return new GraphQLError(
    `This operation would cost ${requested} and ${remaining} is left; ${allowance.restoreRate} comes back every second. ` +
      `Nothing was done. Repeat it in ${retryAfterSeconds} s, or ask for less.`,
    {
      extensions: {
        code: 'RATE_LIMITED',
        http: { status: 429 },
        retryAfterSeconds,
        requested,
        remaining,
        limit: allowance.limit,
        restoreRate: allowance.restoreRate,
      },
    },
  );
}
