/**
 * What a sync of a source of files takes: accounts and follows in CSV, everybody linked, the embedded database of `npm start`. First the
 * first sync, then one where nothing changed but that a day passed.
 *
 *   node bench/social/files.ts 20000 10 DIRECTORY
 *
 * `kring sync --data DIRECTORY --table kring` does the same afterwards, or instead of it with a fourth argument, `prepare`.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CONSENT_PURPOSES } from '../../domain/social/consent.ts';
import { openConnection } from '../../local/dynamodb/connect.ts';
import { parseSocialSettings } from '../../social/settings.ts';
import { advanceSync } from '../../social/sync/advance.ts';
import { startSync } from '../../social/sync/plan.ts';
import { batchWrite, putRequest } from '../../store/client/batch.ts';
import { mapLimit } from '../../store/client/concurrency.ts';
import { withMeter, type Db } from '../../store/client/db.ts';
import { createTable } from '../../store/client/table.ts';
import { customerIdOf, type Identity } from '../../store/customers/identity.ts';
import { createCustomer } from '../../store/customers/marks.ts';
import { linkAccount } from '../../store/social/accounts.ts';
import { memoryTable } from './table.ts';

const [accounts, follows] = [Number(process.argv[2] ?? 20_000), Number(process.argv[3] ?? 10)];
const data = resolve(process.argv[4] ?? '.bench-files');
const file = (name: string): string => join(data, name);

/** Account `n` follows the next `follows` ones, a stride apart: everybody is followed by as many. */
function write(): string {
  const all = [...Array(accounts).keys()];
  writeFileSync(
    file('accounts.csv'),
    `id,handle,followers,follows,posts\n${all.map((n) => `i${n},person.${n},${follows},${follows},${n % 50}`).join('\n')}\n`,
  );
  const rows = all.flatMap((n) => Array.from({ length: follows }, (_, k) => `i${n},i${(n + 1 + k * 37) % accounts}`));
  writeFileSync(file('follows.csv'), `follower,followed\n${rows.join('\n')}\n`);
  const settings = JSON.stringify({
    consent: { version: '1', company: 'Shop' },
    sources: [{ type: 'file', source: 'instagram', accounts: file('accounts.csv'), follows: file('follows.csv') }],
  });
  writeFileSync(file('social.json'), settings);
  return settings;
}

/** Links everybody in memory, where a request takes nothing, and brings the items into the real table. */
async function link(real: Db): Promise<void> {
  const memory = memoryTable(real.clock, () => {});
  const db: Db = { ...memory.db, identityKey: real.identityKey };
  await mapLimit([...Array(accounts).keys()], 8, async (n) => {
    const identity: Identity = { type: 'EXTERNAL_ID', source: 'shop', value: `c${n}` };
    const customerId = customerIdOf(db, { identity });
    await createCustomer(db, customerId, identity);
    await linkAccount(db, {
      customerId,
      source: 'instagram',
      host: 'file',
      accountId: `i${n}`,
      handle: `person.${n}`,
      proof: 'BIO_CODE',
      purposes: CONSENT_PURPOSES,
    });
  });
  await batchWrite(real, memory.items().map(putRequest));
}

/** CPU seconds of the processes this one started: the database. */
const engineSeconds = (): number =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map((pid) => {
      try {
        const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
        const isMine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data);
        return isMine && Number(pid) !== process.pid ? (Number(fields[11]) + Number(fields[12])) / 100 : 0;
      } catch {
        return 0;
      }
    })
    .reduce((a, b) => a + b, 0);

mkdirSync(data, { recursive: true });
const settings = parseSocialSettings(write());
const connection = await openConnection({ data, table: 'kring' });
try {
  let now = Date.now();
  const db: Db = { ...connection.db, clock: () => now };
  await createTable(db, { currency: 'EUR', timeZone: 'UTC' });
  await link(db);
  if (process.argv[5] !== 'prepare') {
    console.log(
      '| sync of files | accounts | ties new | seconds | CPU s | of the database | MB | requests | read units | write units |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
    );
    for (const name of ['first', 'a day later, nothing changed']) {
      const metered = withMeter(db);
      const [began, cpu, engine] = [performance.now(), process.cpuUsage(), engineSeconds()];
      const { sync } = await startSync(metered, settings, { trigger: 'MANUAL' });
      const { status, counts } = await advanceSync(metered, settings, sync.id, { remainingMs: () => Infinity });
      if (status !== 'SUCCEEDED') throw new Error(`the sync ended as ${status}`);
      const { user, system } = process.cpuUsage(cpu);
      const { meter } = metered;
      const row = [
        name,
        counts.profiles,
        counts.tiesNew,
        ((performance.now() - began) / 1000).toFixed(0),
        ((user + system) / 1e6).toFixed(0),
        (engineSeconds() - engine).toFixed(0),
        (process.resourceUsage().maxRSS / 1024).toFixed(0),
        meter.requests,
        Math.round(meter.readUnits),
        Math.round(meter.writeUnits),
      ];
      console.log(`| ${row.join(' | ')} |`);
      now += 25 * 3_600_000;
    }
  }
} finally {
  await connection.close();
}
