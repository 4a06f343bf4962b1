import * as z from 'zod';

/** What is read of Mastodon's answers (docs.joinmastodon.org/entities), and nothing else. */

const count = z.int();

const account = z.object({
  id: z.string().regex(/^\d+$/u),
  username: z.string().min(1),
  /** `name` for an account of the server asked, `name@host` for others. */
  acct: z.string().min(1),
  uri: z.string().optional(),
  url: z.url({ protocol: /^https?$/u }).nullish(),
  note: z.string(),
  fields: z.array(z.object({ name: z.string(), value: z.string(), verified_at: z.string().nullish() })),
  followers_count: count,
  following_count: count,
  statuses_count: count,
  hide_collections: z.boolean().nullish(),
  suspended: z.boolean().nullish(),
});
export type Account = z.infer<typeof account>;

const self = account.pick({ id: true, username: true });
export type Self = z.infer<typeof self>;

const status = z.object({
  id: z.string().min(1),
  account: account.pick({ id: true }),
  in_reply_to_account_id: z.string().nullish(),
});

export const shapes = {
  account,
  accounts: z.array(account),
  /** `GET /api/v2/instance`; `api_versions` came with 4.3, together with reading accounts by several ids and the scope `profile`. */
  instance: z.object({
    version: z.string(),
    api_versions: z.object({ mastodon: z.int().optional() }).nullish(),
  }),
  notifications: z.array(
    z.object({
      id: z.string().regex(/^\d+$/u),
      type: z.string(),
      created_at: z.iso.datetime({ offset: true }),
      account: account.pick({ id: true, acct: true, uri: true }),
      status: status.nullish(),
    }),
  ),
  followed: z.array(account.pick({ id: true, acct: true, uri: true })),
  relationships: z.array(z.object({ id: z.string(), followed_by: z.boolean() })),
  application: z.object({ client_id: z.string().min(1), client_secret: z.string().min(1) }),
  token: z.object({ access_token: z.string().min(1) }),
  /** Of the scope `profile`: who somebody is. */
  self,
};
