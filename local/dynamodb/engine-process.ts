/**
 * The embedded DynamoDB, in a process of its own so that it does not share the event loop of whoever uses it.
 *
 * It lives as long as somebody holds a lease: an open connection to the lease port. A connection closes when its
 * process goes away, even by `kill -9`, so nothing has to be cleaned up by anybody. Two engines cannot open the same
 * directory: LevelDB locks it, and the second one leaves.
 *
 * argv: directory of the database, path of the info file. Answers its parent over IPC with `ready` or `failed`.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import dynalite from 'dynalite';
import type { EngineInfo } from './engine.ts';

const FIRST_LEASE_MS = 10_000;
const CLOSE_MS = 5_000;

const [path, infoPath] = process.argv.slice(2) as [string, string];

const fail = (error: unknown): void => {
  process.send?.({ failed: String((error as Error).message ?? error) }, () => process.exit(1));
  if (process.send === undefined) process.exit(1);
};
// dynalite opens LevelDB lazily and throws from a stream when the directory is locked by another engine.
process.once('uncaughtException', fail);
// Ctrl-C reaches the whole process group; the engine stops when its users have let go, not before.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});

const listen = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const database = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
const port = await listen(database);
await openDatabase(port);

const leases = new Set<Socket>();
const token = randomUUID();
const leaseServer = createServer({ allowHalfOpen: true }, (socket) => {
  leases.add(socket);
  socket.write(token);
  const letGo = (): void => {
    leases.delete(socket);
    if (leases.size === 0) stop(socket);
    else socket.destroy();
  };
  socket.once('end', letGo);
  socket.once('error', letGo);
  socket.resume();
});
const info: EngineInfo = {
  pid: process.pid,
  endpoint: `http://127.0.0.1:${port}`,
  leasePort: await listen(leaseServer),
  token,
};
writeFileSync(`${infoPath}.${process.pid}`, JSON.stringify(info));
renameSync(`${infoPath}.${process.pid}`, infoPath);
process.send?.({ ready: info });
setTimeout(() => {
  if (leases.size === 0) stop();
}, FIRST_LEASE_MS).unref();

/** The last user's connection closes only when the database has been closed, so that they can wait for it. */
let stopping = false;
function stop(last?: Socket): void {
  if (stopping) return;
  stopping = true;
  leaseServer.close();
  rmSync(infoPath, { force: true });
  const exit = (): void => {
    last?.destroy();
    process.exit(0);
  };
  setTimeout(exit, CLOSE_MS).unref();
  database.closeIdleConnections();
  database.close(exit);
}
process.once('SIGTERM', () => stop());

/** A first request, so that a locked directory is known before anybody is told that the engine is ready. */
async function openDatabase(port: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      'x-amz-date': '20200101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20200101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=local',
    },
    body: '{}',
  });
  if (!response.ok) throw new Error(`the engine answered ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}
