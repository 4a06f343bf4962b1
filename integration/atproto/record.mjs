// node integration/atproto/record.mjs: records what the local network answers into test/social/bluesky/recorded.json, for the tests that
// run without it. Bodies are as they came, but for tokens, which are left out, and notifications, of which one of each reason stays.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AtpAgent } from '@atproto/api';
import { PASSWORD, seed } from './seed.mjs';
import { startNetwork } from './start.mjs';

const file = fileURLToPath(new URL('../../test/social/bluesky/recorded.json', import.meta.url));
const network = await startNetwork();
const recorded = { network: '@atproto/dev-env 0.6.7', recordedAt: new Date().toISOString().slice(0, 10) };

async function answer(url, init) {
  const response = await fetch(url, init);
  const headers = Object.fromEntries([...response.headers].filter(([name]) => /^content-type$|limit|retry/.test(name)));
  return { status: response.status, headers, body: await response.json() };
}
const read = (method, query) => answer(`${network.addresses.appview}/xrpc/${method}?${new URLSearchParams(query)}`);

try {
  const people = await seed(network.addresses);
  await network.settle();
  const { brand, leaver, customers, posts } = people;
  const actors = (accounts) => accounts.map(({ did }) => ['actors', did]);
  recorded.people = { brand, leaver, customers: customers.slice(0, 3) };
  recorded.posts = posts.map(({ uri }) => uri);
  recorded.profiles = await read('app.bsky.actor.getProfiles', actors([customers[0], leaver, customers[1]]));
  recorded.profilesOf26 = await read('app.bsky.actor.getProfiles', actors(customers.slice(0, 26)));
  recorded.profileOfLeaver = await read('app.bsky.actor.getProfile', { actor: leaver.did });
  recorded.profileOfNobody = await read('app.bsky.actor.getProfile', { actor: 'nobody.test' });
  recorded.profileOfBrand = await read('app.bsky.actor.getProfile', { actor: brand.handle });
  recorded.follows = [];
  for (let cursor = ''; cursor !== undefined; cursor = recorded.follows.at(-1).body.cursor) {
    const query = { actor: customers[0].did, limit: 2, ...(cursor === '' ? {} : { cursor }) };
    recorded.follows.push(await read('app.bsky.graph.getFollows', query));
  }
  const others = [customers[0], customers[20]].map(({ did }) => ['others', did]);
  recorded.relationships = await read('app.bsky.graph.getRelationships', [['actor', brand.did], ...others]);

  const asBrand = new AtpAgent({ service: network.addresses.pds });
  await asBrand.login({ identifier: brand.handle, password: PASSWORD });
  const { didDoc } = (await asBrand.com.atproto.server.getSession()).data;
  const session = { did: brand.did, handle: brand.handle, active: true, didDoc };
  recorded.session = { status: 200, headers: {}, body: { ...session, accessJwt: 'access', refreshJwt: 'refresh' } };
  const { data } = await asBrand.listNotifications({ limit: 100 });
  const first = new Map(data.notifications.map((each) => [each.reason, each]).reverse());
  const notifications = data.notifications.filter((each) => first.get(each.reason) === each);
  recorded.notifications = { status: 200, headers: {}, body: { ...data, notifications } };

  const login = (identifier) =>
    answer(`${network.addresses.pds}/xrpc/com.atproto.server.createSession`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ identifier, password: PASSWORD }),
    });
  let last = await login(customers[29].handle);
  while (last.status !== 429) last = await login(customers[29].handle);
  recorded.tooManyLogins = last;

  const authors = new Set(notifications.map(({ author }) => author.did));
  const socket = new WebSocket(`${network.addresses.jetstream}?cursor=0`);
  const events = [];
  socket.addEventListener('message', ({ data: text }) => {
    const event = JSON.parse(text);
    if (event.kind === 'commit' && authors.has(event.did)) events.push(event);
  });
  const who = new AtpAgent({ service: network.addresses.pds });
  await who.login({ identifier: customers[19].handle, password: PASSWORD });
  authors.add(customers[19].did);
  const liked = await who.like(posts[1].uri, posts[1].cid);
  await who.deleteLike(liked.uri);
  const followed = await who.follow(brand.did);
  await who.deleteFollow(followed.uri);
  await network.settle();
  await new Promise((resolve) => setTimeout(resolve, 2000));
  socket.close();
  recorded.events = events.filter(
    ({ did, commit }) => did === customers[19].did || notifications.some(({ uri }) => uri.endsWith(commit.rkey)),
  );
} finally {
  await network.stop();
}
writeFileSync(file, JSON.stringify(recorded));
spawnSync('npx', ['oxfmt', file], { stdio: 'inherit' });
process.exit(0);
