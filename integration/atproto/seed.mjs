// People on the local network: a brand with posts, customers who follow each other and the brand, strangers among them who are nobody's
// customers, and one who leaves. Same names and same deeds every time; ids are the network's.
import { AtpAgent } from '@atproto/api';

export const PASSWORD = 'for-this-network-only';
const two = (number) => String(number).padStart(2, '0');
const names = (word, count) => Array.from({ length: count }, (_, index) => `${word}${two(index + 1)}`);

/** Of `items`, a few at once. */
async function each(items, work, width = 6) {
  const rest = [...items.entries()];
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let next = rest.shift(); next !== undefined; next = rest.shift()) await work(next[1], next[0]);
    }),
  );
}

/** @returns who is there: `{ brand, customers, strangers, leaver, posts }`, accounts as `{ name, handle, did }` */
export async function seed({ pds, bypass }) {
  const agents = new Map();
  const open = async (name) => {
    const agent = new AtpAgent({ service: pds, headers: [[bypass.header, bypass.key]] });
    agent.sessionManager.setFetch((input, init) => {
      const request = new Request(input, init);
      request.headers.set(bypass.header, bypass.key);
      return fetch(request);
    });
    await agent.createAccount({ handle: `${name}.test`, email: `${name}@kring.test`, password: PASSWORD });
    agents.set(name, agent);
  };
  const customers = names('customer', 30);
  const strangers = names('stranger', 8);
  await each(['brand', 'leaver', ...customers, ...strangers], open);

  const agent = (name) => agents.get(name);
  const did = (name) => agent(name).assertDid;
  const follow = (who, whom) => agent(who).follow(did(whom));

  await agent('customer01').upsertProfile(() => ({
    displayName: 'Customer 1',
    description: 'Sells soap. https://soap.example',
  }));
  const posts = [];
  for (const text of ['A new soap', 'Lavender is back', 'We are hiring'])
    posts.push(await agent('brand').post({ text }));

  // A ring of two steps, a hub everybody knows, and strangers in between.
  await each(customers, async (name, index) => {
    for (const step of [1, 2]) await follow(name, customers[(index + step) % customers.length]);
    if (index > 2) await follow(name, 'customer01');
    if (index < 15) await follow(name, 'brand');
    if (index % 3 === 0) await follow(name, strangers[index % strangers.length]);
  });
  await each(strangers, async (name, index) => {
    await follow(name, 'customer01');
    if (index < 4) await follow(name, 'brand');
  });
  for (const whom of ['customer01', 'customer02', 'brand']) await follow('leaver', whom);
  for (const who of ['customer01', 'customer02']) await follow(who, 'leaver');

  const [soap, lavender] = posts;
  await each([...customers.slice(1, 12), ...strangers.slice(0, 3), 'leaver'], (name) =>
    agent(name).like(soap.uri, soap.cid),
  );
  await each(customers.slice(2, 6), (name) => agent(name).repost(lavender.uri, lavender.cid));
  const ref = ({ uri, cid }) => ({ uri, cid });
  for (const name of ['customer07', 'customer08', 'stranger01'])
    await agent(name).post({ text: 'Lovely', reply: { root: ref(soap), parent: ref(soap) } });
  const mention = (text, subject) => ({
    text,
    facets: [
      {
        index: { byteStart: 0, byteEnd: text.length },
        features: [{ $type: 'app.bsky.richtext.facet#mention', did: subject }],
      },
    ],
  });
  for (const name of ['customer09', 'stranger02']) await agent(name).post(mention('@brand.test', did('brand')));
  await agent('customer10').post({ text: 'Look', embed: { $type: 'app.bsky.embed.record', record: ref(lavender) } });
  // Posts of their own, so that there is something to divide by.
  await each(customers.slice(0, 10), (name) => agent(name).post({ text: `A day of ${name}` }));
  await agent('leaver').com.atproto.server.deactivateAccount({});

  const account = (name) => ({ name, handle: `${name}.test`, did: did(name) });
  return {
    brand: account('brand'),
    leaver: account('leaver'),
    customers: customers.map(account),
    strangers: strangers.map(account),
    posts: posts.map(ref),
  };
}
