// The local network has a firehose (CBOR) and no Jetstream. This tells the firehose in Jetstream's JSON, by its rules for clients of the
// first version: filters by `options_update` after `requireHello`, replay from `cursor`, accounts and identities whatever the collections.
import { createServer } from 'node:http';
import { Firehose } from '@atproto/sync';
import { WebSocketServer } from 'ws';

/** @returns its address and its levers */
export async function startJetstream({ pds, idResolver }) {
  const events = [];
  const clients = new Set();
  let lastUs = 0;

  const told = (event) => {
    if (event.event === 'sync') return null;
    lastUs = Math.max(lastUs + 1, Date.now() * 1000);
    const { did, seq, time } = event;
    const base = { did, time_us: lastUs };
    if (event.event === 'identity')
      return { ...base, kind: 'identity', identity: { did, handle: event.handle, seq, time } };
    if (event.event === 'account') {
      const { active, status } = event;
      return { ...base, kind: 'account', account: { did, active, seq, time, ...(status ? { status } : {}) } };
    }
    const { event: operation, rev, collection, rkey, record, cid } = event;
    const content = operation === 'delete' ? {} : { record, cid: cid.toString() };
    return { ...base, kind: 'commit', commit: { rev, operation, collection, rkey, ...content } };
  };
  const wants = ({ dids, collections }, event) =>
    (dids.size === 0 || dids.has(event.did)) &&
    (event.kind !== 'commit' || collections.size === 0 || collections.has(event.commit.collection));
  const send = (client, event) => {
    if (client.filter !== null && wants(client.filter, event)) client.socket.send(JSON.stringify(event));
  };

  const firehose = new Firehose({
    service: pds.replace(/^http/, 'ws'),
    idResolver,
    unauthenticatedCommits: true,
    unauthenticatedHandles: true,
    getCursor: () => 0,
    handleEvent(event) {
      const json = told(event);
      if (json === null) return;
      events.push(json);
      for (const client of clients) send(client, json);
    },
    onError: (error) => console.error('firehose', error),
  });
  void firehose.start();

  const server = createServer();
  const sockets = new WebSocketServer({ server, path: '/subscribe' });
  sockets.on('connection', (socket, request) => {
    const query = new URL(request.url, 'ws://localhost').searchParams;
    const cursor = query.has('cursor') ? Number(query.get('cursor')) : Number.POSITIVE_INFINITY;
    const client = { socket, filter: null };
    const begin = (payload) => {
      const first = client.filter === null;
      client.filter = {
        dids: new Set(payload.wantedDids ?? []),
        collections: new Set(payload.wantedCollections ?? []),
      };
      if (first) for (const event of events) if (event.time_us >= cursor) send(client, event);
    };
    clients.add(client);
    if (query.get('requireHello') !== 'true')
      begin({ wantedDids: query.getAll('wantedDids'), wantedCollections: query.getAll('wantedCollections') });
    socket.on('message', (text) => {
      const { type, payload } = JSON.parse(text);
      if (type === 'options_update') begin(payload);
    });
    socket.on('close', () => clients.delete(client));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${server.address().port}/subscribe`,
    /** Closes connections as a restart of the server does; clients come back. */
    drop() {
      for (const { socket } of clients) socket.terminate();
    },
    async stop() {
      for (const { socket } of clients) socket.terminate();
      server.close();
      await firehose.destroy();
    },
  };
}
