import * as z from 'zod';

/** What is read of GitHub's answers (docs.github.com/rest), and nothing else. */

const user = z.object({ id: z.int(), login: z.string().min(1) });
const instant = z.iso.datetime({ offset: true });

export const shapes = {
  user: user.extend({
    followers: z.int(),
    following: z.int(),
    bio: z.string().nullish(),
    blog: z.string().nullish(),
  }),
  self: user,
  users: z.array(user.pick({ id: true })),
  socialAccounts: z.array(z.object({ url: z.string() })),
  organisation: user,
  repositories: z.array(
    z.object({
      id: z.int(),
      name: z.string().min(1),
      private: z.boolean(),
      stargazers_count: z.int(),
    }),
  ),
  /** With the media type that has times; a star of a deleted account has no user. */
  stars: z.array(z.object({ starred_at: instant, user: user.pick({ id: true }).nullable() })),
  issues: z.object({
    /** The search gave up before it had looked everywhere. */
    incomplete_results: z.boolean(),
    items: z.array(
      z.object({
        id: z.int(),
        created_at: instant,
        user: user.pick({ id: true }).nullable(),
      }),
    ),
  }),
  token: z.union([z.object({ access_token: z.string().min(1) }), z.object({ error: z.string() })]),
};
