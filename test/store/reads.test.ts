import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';
import { DynamoDBClient, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { S, type Item } from '../../store/client/attributes.ts';
import { batchGet, batchWrite, putRequest } from '../../store/client/batch.ts';
import { getItem, queryAll, updateItem } from '../../store/client/commands.ts';
import { closeDb, openDb, type Db } from '../../store/client/db.ts';
import { withDeadline } from '../../store/client/deadline.ts';
import { authorization, readDirectly, sendDirectly, signingKey } from '../../store/client/reads.ts';
import { sdkClient, type Client } from '../../store/client/sdk.ts';
import { settingsOf } from '../../store/client/settings.ts';
import { onEngines } from '../engines/on-engines.ts';
import { injectFaults } from '../engines/faults.ts';

/** The SDK's client as it is: nobody told it to read directly. */
const alone = (sdk: DynamoDBClient): Client => ({
  send: sdk.send.bind(sdk),
  use: (change) => change(sdk),
  destroy: () => sdk.destroy(),
});

const letters = 'añ漢🙂"\\\n\u0000 z';
function value(n: number, depth = 0): AttributeValue {
  const kind = (n * 7 + depth) % (depth > 1 ? 6 : 10);
  if (kind === 0) return { S: letters.slice(n % 5).repeat(n % 4) || 'x' };
  if (kind === 1) return { N: String((n - 500) * 1.25) };
  if (kind === 2) return { B: Uint8Array.from({ length: 1 + (n % 40) }, (_, k) => (n * 31 + k * 17) % 256) };
  if (kind === 3) return { BOOL: n % 2 === 0 };
  if (kind === 4) return { NULL: true };
  if (kind === 5) return { SS: [`a${n}`, `b${n}`] };
  if (kind === 6) return { NS: [String(n), String(n + 1)] };
  if (kind === 7) return { BS: [Uint8Array.of(n % 256, 1), Uint8Array.of(2, n % 256, 3)] };
  if (kind === 8) return { L: [value(n + 1, depth + 1), value(n + 2, depth + 1)] };
  return { M: { one: value(n + 3, depth + 1), two: value(n + 4, depth + 1) } };
}
const itemAt = (n: number): Item => ({
  pk: S(`P#${n % 200}`),
  sk: S(`${letters.replace('\u0000', '')}${n}`),
  a: value(n),
  b: value(n + 1),
  c: value(n * 3 + 2),
});
const keyOf = (n: number) => ({ pk: `P#${n % 200}`, sk: `${letters.replace('\u0000', '')}${n}` });
const ITEMS = 10_000;

onEngines(
  'reads without the SDK',
  ({ fresh, again, endpoint }) => {
    it(`give what the SDK gives, of ${ITEMS} items of every type of value`, { timeout: 300_000 }, async () => {
      const db = await fresh();
      const other = { ...again(db), client: alone(sdkClient({ endpoint: endpoint() })) };
      // What the test looks at: reads by settings alone, and reads by the configuration of an SDK that was loaded by a write.
      const unloaded = again(db);
      await batchWrite(
        db,
        Array.from({ length: ITEMS }, (_, n) => putRequest(itemAt(n))),
      );
      const keys = Array.from({ length: ITEMS + 50 }, (_, n) => keyOf(n));
      let [before, seen] = [0, 0];
      for (let from = 0; from < keys.length; from += 1000) {
        const some = keys.slice(from, from + 1000);
        const [own, theirs] = [await batchGet(from % 2000 === 0 ? unloaded : db, some), await batchGet(other, some)];
        // Batches are under way at once, and come in any order.
        expect(own.size).toBe(theirs.size);
        for (const [name, item] of own) expect(item).toEqual(theirs.get(name));
        seen += own.size;
        before += some.length;
      }
      expect([before, seen]).toEqual([ITEMS + 50, ITEMS]);
      for (let n = 0; n < ITEMS; n += 997)
        for (const ConsistentRead of [true, false])
          expect(await getItem(unloaded, keyOf(n), { ConsistentRead })).toEqual(
            await getItem(other, keyOf(n), { ConsistentRead }),
          );
      expect(await getItem(db, { pk: 'nobody', sk: 'x' })).toBeUndefined();
      for (const pk of ['P#3', 'P#150', 'nobody']) {
        const query = {
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': S(pk) },
          Limit: 7,
        };
        expect(await queryAll(unloaded, query)).toEqual(await queryAll(other, query));
      }
      const filtered = {
        KeyConditionExpression: 'pk = :pk',
        FilterExpression: 'a = :a OR b = :b',
        ExpressionAttributeValues: { ':pk': S('P#6'), ':a': value(206), ':b': { B: Buffer.from('bytes') } },
      };
      expect(await queryAll(unloaded, filtered)).toEqual(await queryAll(other, filtered));
      for (const wrong of [
        { KeyConditionExpression: 'nonsense', ExpressionAttributeValues: { ':pk': S('x') } },
        { KeyConditionExpression: 'pk = :pk' },
      ]) {
        const [own, theirs] = await Promise.all(
          [unloaded, other].map((one) =>
            queryAll(one, wrong).then(String, (error: Error) => `${error.name}: ${error.message}`),
          ),
        );
        expect(own).toBe(theirs);
        expect(own).toMatch(/^ValidationException/u);
      }
      closeDb(db);
      closeDb(unloaded);
      closeDb(other);
    });

    it('update as the SDK does, and refuse as it does', async () => {
      const db = await fresh();
      const other = { ...again(db), client: alone(sdkClient({ endpoint: endpoint() })) };
      const unloaded = again(db);
      for (let n = 0; n < 200; n++) {
        const updates = [unloaded, other].map((one, k) =>
          updateItem(
            one,
            { pk: `U#${k}`, sk: String(n) },
            {
              UpdateExpression: 'SET a = :a, b = :b',
              ConditionExpression: 'attribute_not_exists(pk)',
              ExpressionAttributeValues: { ':a': value(n), ':b': value(n + 5) },
              ReturnValues: 'ALL_NEW',
            },
          ),
        );
        const [own, theirs] = await Promise.all(updates);
        expect({ ...own, pk: S('') }).toEqual({ ...theirs, pk: S('') });
        expect({ ...(await getItem(other, { pk: 'U#0', sk: String(n) })), pk: S('') }).toEqual({ ...own, pk: S('') });
      }
      const [own, theirs] = await Promise.all(
        [unloaded, other].map((one) =>
          updateItem(
            one,
            { pk: 'U#0', sk: '1' },
            { UpdateExpression: 'REMOVE a', ConditionExpression: 'attribute_not_exists(pk)' },
          ).then(String, (error: Error) => `${error.name}: ${error.message}`),
        ),
      );
      expect(own).toBe(theirs);
      expect(own).toMatch(/^ConditionalCheckFailedException/u);
      closeDb(unloaded);
      closeDb(other);
      closeDb(db);
    });

    it("are the SDK's as soon as somebody puts something in its way", async () => {
      const db = await fresh({ maxAttempts: 1 });
      await batchWrite(db, [putRequest(itemAt(1))]);
      const faults = injectFaults(db.client, (n) => (n === 1 ? 'THROTTLE' : null));
      expect((await batchGet(db, [keyOf(1)])).size).toBe(1);
      expect(faults.faults()).toBe(1);
      faults.stop();
      expect((await batchGet(db, [keyOf(1)])).size).toBe(1);
      expect(faults.calls()).toBe(2);
    });
  },
  ['dynalite'],
);

describe('reads over a network that fails', () => {
  type Reply = (request: IncomingMessage, response: ServerResponse, body: string) => void;
  let replies: Reply[] = [];
  const seen: { readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    seen.push({ headers: request.headers, body });
    (replies.length > 1 ? replies.shift()! : replies[0]!)(request, response, body);
  });
  let db: Db;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    db = openDb({ endpoint: `http://127.0.0.1:${port}`, table: 't', identityKey: 'a key of sixteen bytes' });
  });
  afterAll(() => {
    closeDb(db);
    server.closeAllConnections();
    server.close();
  });
  const OK = JSON.stringify({ Item: { pk: { S: 'a' }, sk: { S: 'b' }, z: { B: 'AQID' } } });
  const answer =
    (status: number, body: string, checksum = String(crc32(body))): Reply =>
    (_, response) => {
      response.writeHead(status, { 'x-amz-crc32': checksum }).end(body);
    };
  const refusal = (status: number, type: string): Reply =>
    answer(status, JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'no' }));
  const get = (one = db) => getItem(one, { pk: 'a', sk: 'b' });

  it.each<[string, Reply]>([
    ['a connection that is reset', (request) => request.socket.destroy()],
    [
      'an answer that is cut off',
      (_, response) => response.writeHead(200, { 'content-length': '999' }).write('{"It', () => response.destroy()),
    ],
    ['an answer that does not fit its checksum', answer(200, OK, '1')],
    ['throttling', refusal(400, 'ProvisionedThroughputExceededException')],
    ['throttling by the account', refusal(400, 'ThrottlingException')],
    ['a failure inside', refusal(500, 'InternalServerError')],
    ['a proxy in its own words', answer(503, '<html>busy</html>')],
  ])('read again after %s', async (_, fault) => {
    replies = [fault, fault, answer(200, OK)];
    seen.length = 0;
    expect(await get()).toEqual({ pk: { S: 'a' }, sk: { S: 'b' }, z: { B: Uint8Array.of(1, 2, 3) } });
    expect(seen).toHaveLength(3);
  });

  it('do not repeat what is refused for good, and say what the SDK would', async () => {
    replies = [refusal(400, 'ResourceNotFoundException')];
    seen.length = 0;
    await expect(get()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 400 },
    });
    expect(seen).toHaveLength(1);
  });

  it("are given up when the caller's time is up", async () => {
    replies = [() => undefined];
    await expect(get(withDeadline(db, { patienceMs: 80 }))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    replies = [refusal(400, 'ProvisionedThroughputExceededException')];
    await expect(get(withDeadline(db, { patienceMs: 80 }))).rejects.toMatchObject({ code: 'THROTTLED' });
  });

  it('leave a refused signature to the SDK, which knows about clocks and credentials', async () => {
    replies = [refusal(400, 'InvalidSignatureException'), answer(200, OK)];
    seen.length = 0;
    expect(await get()).toMatchObject({ pk: { S: 'a' } });
    expect(seen.map(({ headers }) => headers['user-agent']?.includes('aws-sdk-js') ?? false)).toEqual([false, true]);
  });

  it("carry the credentials of the SDK's provider as they are at the time", async () => {
    const { port } = server.address() as AddressInfo;
    let n = 0;
    const sdk = new DynamoDBClient({
      region: 'eu-west-1',
      endpoint: `http://127.0.0.1:${port}`,
      credentials: async () => ({
        accessKeyId: `AK${(n += 1)}`,
        secretAccessKey: 'secret',
        sessionToken: `token ${n}`,
        expiration: new Date(Date.now() - 1000),
      }),
    });
    const client = readDirectly(alone(sdk), () => sdk);
    replies = [answer(200, OK)];
    seen.length = 0;
    const input = { TableName: 't', Key: { pk: S('a'), sk: S('b') } };
    await sendDirectly(client, 'GetItem', input);
    await sendDirectly(client, 'GetItem', input);
    const keys = seen.map(
      ({ headers }) => /Credential=(AK\d+)\/\d{8}\/eu-west-1\/dynamodb\//u.exec(headers.authorization!)![1],
    );
    expect(new Set(keys).size).toBe(2);
    for (const [k, { headers, body }] of seen.entries()) {
      expect(headers['x-amz-security-token']).toBe(`token ${keys[k]!.slice(2)}`);
      expect(headers['x-amz-target']).toBe('DynamoDB_20120810.GetItem');
      expect(JSON.parse(body)).toEqual(input);
    }
    client.destroy();
  });
});

describe('a client before the SDK is needed', () => {
  const lambda = {
    AWS_LAMBDA_FUNCTION_NAME: 'kring',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
  };

  it.each(['us-east-1', 'eu-central-1', 'ap-southeast-3', 'mx-central-1', 'il-central-1', 'ca-west-1'])(
    'asks the host of %s that the SDK would ask',
    async (region) => {
      const sdk = sdkClient({ region });
      const { url } = sdk.config.endpointProvider({ Region: region, UseFIPS: false, UseDualStack: false });
      expect(settingsOf({}, { ...lambda, AWS_REGION: region })).toEqual({
        region,
        credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' },
        place: { secure: url.protocol === 'https:', hostname: url.hostname, port: undefined, path: url.pathname },
        clockOffsetMs: 0,
      });
      expect(settingsOf({ region }, lambda)?.region).toBe(region);
      sdk.destroy();
    },
  );

  it.each<Record<string, string | undefined>>([
    { AWS_LAMBDA_FUNCTION_NAME: undefined },
    { AWS_REGION: undefined },
    { AWS_REGION: 'cn-north-1' },
    { AWS_REGION: 'us-gov-west-1' },
    { AWS_REGION: 'us-iso-east-1' },
    { AWS_REGION: 'eusc-de-east-1' },
    { AWS_ACCESS_KEY_ID: '' },
    { AWS_SECRET_ACCESS_KEY: undefined },
    { AWS_SESSION_TOKEN: undefined },
    { AWS_ENDPOINT_URL: 'https://example.com' },
    { AWS_ENDPOINT_URL_DYNAMODB: 'https://example.com' },
    { AWS_USE_FIPS_ENDPOINT: 'true' },
    { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
    { AWS_PROFILE: 'other' },
    { AWS_CONFIG_FILE: '/config' },
    { AWS_ACCOUNT_ID: '123456789012' },
    { AWS_CREDENTIAL_EXPIRATION: '2030-01-01T00:00:00Z' },
  ])('leaves it to the SDK where the environment is not a function’s as usual: %j', (other) => {
    expect(settingsOf({}, lambda)).not.toBeNull();
    expect(settingsOf({}, { ...lambda, ...other })).toBeNull();
  });

  it('needs no credentials for an engine of this machine', () => {
    expect(settingsOf({ endpoint: () => 'http://127.0.0.1:8123' }, {})).toMatchObject({
      region: 'us-east-1',
      place: { secure: false, hostname: '127.0.0.1', port: 8123, path: '/' },
    });
    expect(settingsOf({ endpoint: 'http://db.example:8123' }, {})).toBeNull();
  });
});

describe('Signature Version 4', () => {
  it('derives the key of the example in its documentation', () => {
    expect(signingKey('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', '20150830', 'us-east-1', 'iam').toString('hex')).toBe(
      'c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9',
    );
  });

  it('signs post-vanilla of its test suite', () => {
    const key = signingKey('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', '20150830', 'us-east-1', 'service');
    const headers = { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z' };
    const scope = '20150830/us-east-1/service/aws4_request';
    expect(
      authorization({ method: 'POST', path: '/', headers, body: '' }, { accessKeyId: 'AKIDEXAMPLE', key, scope }),
    ).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    );
  });
});
