// The network itself: PLC directory, personal data server (PDS) and AppView, as Bluesky publishes them. Forked by start.mjs, which preloads
// loopback.mjs. Messages in: `settle` (answered when the AppView has seen all the PDS has),
// `drop` (closes the connections of the event stream), `stop`. Out: `ready` with the addresses.
import { TestBsky, TestBsync, TestPds, TestPlc, mockNetworkUtilities } from '@atproto/dev-env';
import { startJetstream } from './jetstream.mjs';
import { freePort } from './ports.mjs';
import { startPostgres } from './postgres.mjs';

const BSYNC_KEY = 'bsync-key';
/** Limits are on, as on the real network; who seeds sends this header and has none. */
const BYPASS = { header: 'x-ratelimit-bypass', key: 'seeding' };

const postgres = await startPostgres();
const plc = await TestPlc.create({});
const bsync = await TestBsync.create({ apiKeys: [BSYNC_KEY], dbUrl: postgres.url, dbSchema: 'bsync' });
const pdsPort = await freePort();
const bsky = await TestBsky.create({
  plcUrl: plc.url,
  pdsPort,
  bsyncApiKey: BSYNC_KEY,
  bsyncUrl: bsync.url,
  repoProvider: `ws://localhost:${pdsPort}`,
  dbPostgresUrl: postgres.url,
  dbPostgresSchema: 'appview',
});
bsync.ctx.dataplaneClients = [bsky.ctx.dataplane];
const pds = await TestPds.create({
  port: pdsPort,
  didPlcUrl: plc.url,
  bskyAppViewUrl: bsky.url,
  bskyAppViewDid: bsky.ctx.cfg.serverDid,
  rateLimitsEnabled: true,
  rateLimitBypassKey: BYPASS.key,
});
mockNetworkUtilities(pds, bsky);

const jetstream = await startJetstream({ pds: pds.url, idResolver: bsky.dataplane.idResolver });

async function settle() {
  await pds.processAll();
  const newest = (await pds.ctx.sequencer.curr()) ?? 0;
  for (;;) {
    await bsky.sub.processAll();
    if (((await bsky.sub.getCursor()) ?? 0) >= newest) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await bsky.bsyncSub.processAll(await bsync.getStreamHeads());
}

async function stop() {
  await Promise.allSettled([jetstream.stop(), bsky.close(), bsync.close(), pds.close()]);
  await plc.close();
  await postgres.stop();
  process.exit(0);
}

process.on('message', (message) => {
  if (message === 'stop') void stop();
  if (message === 'drop') jetstream.drop();
  if (message === 'settle') void settle().then(() => process.send('settled'));
});
process.once('disconnect', () => void stop());
process.once('SIGTERM', () => void stop());
process.send({ ready: { plc: plc.url, pds: pds.url, appview: bsky.url, jetstream: jetstream.url, bypass: BYPASS } });
