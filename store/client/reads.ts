/**
 * The calls of DynamoDB that answers are made of, without what the SDK does around them: a request of a hundred keys takes a third of its CPU
 * (decision 31). One attempt each, since store/client/commands.ts repeats whatever may be repeated. Endpoint, region and credentials are those of
 * store/client/connect.ts, and where the SDK has something to say (another middleware, a signature that is refused, a clock that is wrong) the call is the SDK's.
 */
import { createHash, createHmac } from 'node:crypto';
import { Agent as HttpAgent, request as httpRequest, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { crc32 } from 'node:zlib';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { call } from './calls.ts';
import type { Calls, Client, SendOptions } from './sdk.ts';
import type { Settings } from './settings.ts';

/** The reads, and the one write that a request of a bounded caller makes: its cost is taken by an update (store/access/spending.ts). */
export type DirectName = 'GetItem' | 'BatchGetItem' | 'Query' | 'UpdateItem';

const CONNECTIONS = 50;
const REQUEST_MS = 20_000;

interface Own {
  readonly send: Client['send'];
  /** The settings, or the SDK's client, whose configuration has them; null where the SDK has to do the reading. */
  readonly source: () => Settings | DynamoDBClient | null;
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
  signing: { readonly of: string; readonly key: Buffer } | null;
}
const own = new WeakMap<Client, Own>();

/** From now on reads through this client are done here, whenever `source` says by which settings, and as long as nobody puts another `send` in its place. */
export function readDirectly(client: Client, source: Own['source']): Client {
  const agent = { keepAlive: true, maxSockets: CONNECTIONS };
  own.set(client, {
    send: client.send,
    source,
    http: new HttpAgent(agent),
    https: new HttpsAgent(agent),
    signing: null,
  });
  return client;
}

/** Closes the connections that reads keep open. */
export function closeReads(client: Client): void {
  own.get(client)?.http.destroy();
  own.get(client)?.https.destroy();
}

/** Refusals that say nothing of the read: the SDK knows what to do about a clock that is wrong or credentials that have expired. */
const OF_SIGNATURES: ReadonlySet<string> = new Set([
  'InvalidSignatureException',
  'IncompleteSignatureException',
  'MissingAuthenticationTokenException',
  'MissingAuthenticationToken',
  'UnrecognizedClientException',
  'ExpiredTokenException',
  'ExpiredToken',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'RequestInTheFuture',
  'AccessDeniedException',
]);

/**
 * One of these calls.
 *
 * @throws what the SDK throws: an Error by the name of the refusal, with `$metadata.httpStatusCode`; `CorruptAnswer` for one that does not fit its checksum
 */
export async function sendDirectly<Name extends DirectName>(
  client: Client,
  name: Name,
  input: Calls[Name][0],
  options: SendOptions = {},
): Promise<Calls[Name][1]> {
  const direct = own.get(client);
  const source = direct === undefined || client.send !== direct.send ? null : direct.source();
  if (direct === undefined || source === null) return call(client, name, input, options);
  try {
    const settings = 'config' in source ? await settingsOfSdk(source) : source;
    return (await directly(direct, settings, name, input, options)) as Calls[Name][1];
  } catch (error) {
    if (!(error instanceof Error && OF_SIGNATURES.has(error.name))) throw error;
    return call(client, name, input, options);
  }
}

async function settingsOfSdk({ config }: DynamoDBClient): Promise<Settings> {
  const [region, credentials] = await Promise.all([config.region(), config.credentials()]);
  return { region, credentials, place: await placeOf(config, region), clockOffsetMs: config.systemClockOffset };
}

async function placeOf(config: DynamoDBClient['config'], region: string): Promise<Settings['place']> {
  if (config.endpoint !== undefined) {
    const { protocol, hostname, port, path } = await config.endpoint();
    return { secure: protocol === 'https:', hostname, port, path };
  }
  const [UseFIPS, UseDualStack] = await Promise.all([config.useFipsEndpoint(), config.useDualstackEndpoint()]);
  const { url } = config.endpointProvider({ Region: region, UseFIPS, UseDualStack });
  return {
    secure: url.protocol === 'https:',
    hostname: url.hostname,
    port: url.port === '' ? undefined : Number(url.port),
    path: url.pathname,
  };
}

async function directly(
  direct: Own,
  { region, credentials, place: { secure, hostname, port, path }, clockOffsetMs }: Settings,
  name: DirectName,
  input: object,
  { abortSignal }: SendOptions,
): Promise<object> {
  const body = JSON.stringify(input, name === 'Query' || name === 'UpdateItem' ? bytesAsText : undefined);
  const host = port === undefined ? hostname : `${hostname}:${port}`;
  const headers: Record<string, string> = {
    'content-type': 'application/x-amz-json-1.0',
    host,
    'x-amz-date': amzDate(Date.now() + clockOffsetMs),
    'x-amz-target': `DynamoDB_20120810.${name}`,
    ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
  };
  const day = headers['x-amz-date']!.slice(0, 8);
  const of = `${day} ${region} ${credentials.accessKeyId} ${credentials.secretAccessKey}`;
  if (direct.signing?.of !== of)
    direct.signing = { of, key: signingKey(credentials.secretAccessKey, day, region, 'dynamodb') };
  headers['authorization'] = authorization(
    { method: 'POST', path, headers, body },
    { accessKeyId: credentials.accessKeyId, key: direct.signing.key, scope: `${day}/${region}/dynamodb/aws4_request` },
  );
  headers['content-length'] = String(Buffer.byteLength(body));
  const answer = await exchange(
    secure ? httpsRequest : httpRequest,
    { hostname, port, path, method: 'POST', headers, agent: secure ? direct.https : direct.http },
    body,
    abortSignal,
  );
  return outputOf(answer);
}

interface Answer {
  readonly status: number;
  readonly checksum: string | undefined;
  readonly body: Buffer;
}

const timedOut = (): Error => Object.assign(new Error(`no answer within ${REQUEST_MS} ms`), { name: 'TimeoutError' });

function exchange(
  request: typeof httpRequest,
  options: RequestOptions,
  body: string,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, ...(signal === undefined ? {} : { signal }) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          checksum: response.headers['x-amz-crc32'] as string | undefined,
          body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks),
        }),
      );
    });
    sent.setTimeout(REQUEST_MS, () => sent.destroy(timedOut()));
    sent.on('error', reject);
    sent.end(body);
  });
}

function outputOf({ status, checksum, body }: Answer): object {
  if (checksum !== undefined && Number(checksum) !== crc32(body))
    throw Object.assign(new Error('an answer of DynamoDB does not fit its checksum'), { name: 'CorruptAnswer' });
  const $metadata = { httpStatusCode: status, attempts: 1 };
  if (status === 200) return Object.assign(itemsRead(JSON.parse(body.toString('utf8')) as Output), { $metadata });
  let told: { readonly __type?: string; readonly message?: string; readonly Message?: string } = {};
  try {
    told = JSON.parse(body.toString('utf8')) as typeof told;
  } catch {
    // What stands between may answer in its own words.
  }
  const { __type = 'UnknownError', message, Message } = told;
  throw Object.assign(new Error(message ?? Message ?? `status ${status}`), {
    name: __type.slice(__type.lastIndexOf('#') + 1),
    $metadata,
  });
}

type Item = Record<string, AttributeValue>;
interface Output {
  readonly Item?: Item;
  readonly Items?: readonly Item[];
  readonly LastEvaluatedKey?: Item;
  readonly Attributes?: Item;
  readonly Responses?: Readonly<Record<string, readonly Item[]>>;
  readonly UnprocessedKeys?: Readonly<Record<string, { readonly Keys: readonly Item[] }>>;
}

/** The same answer with its binary values as bytes, in place. */
function itemsRead(output: Output): Output {
  const { Item: one, Items = [], LastEvaluatedKey, Attributes, Responses = {}, UnprocessedKeys = {} } = output;
  if (one !== undefined) readItem(one);
  Items.forEach(readItem);
  if (LastEvaluatedKey !== undefined) readItem(LastEvaluatedKey);
  if (Attributes !== undefined) readItem(Attributes);
  for (const items of Object.values(Responses)) items.forEach(readItem);
  for (const { Keys } of Object.values(UnprocessedKeys)) Keys.forEach(readItem);
  return output;
}

function readItem(item: Item): void {
  for (const name in item) readValue(item[name] as Wire);
}

/** A value as it comes over the wire. */
interface Wire {
  B?: string | Uint8Array;
  BS?: (string | Uint8Array)[];
  L?: Wire[];
  M?: Record<string, Wire>;
}

function readValue(value: Wire): void {
  if (value.B !== undefined) value.B = bytesOf(value.B as string);
  else if (value.M !== undefined) Object.values(value.M).forEach(readValue);
  else if (value.L !== undefined) value.L.forEach(readValue);
  else if (value.BS !== undefined) value.BS = value.BS.map((text) => bytesOf(text as string));
}

function bytesOf(text: string): Uint8Array {
  const { buffer, byteOffset, byteLength } = Buffer.from(text, 'base64');
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Buffers turn themselves into JSON before a replacer sees them, so what stands in their place is looked at. */
function bytesAsText(this: unknown, key: string, value: unknown): unknown {
  const before = (this as Record<string, unknown>)[key];
  return before instanceof Uint8Array ? Buffer.from(before).toString('base64') : value;
}

const amzDate = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/gu, '')}Z`;

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The key a day's requests to a service are signed with: AWS Signature Version 4, "Derive a signing key". */
export const signingKey = (secret: string, day: string, region: string, service: string): Buffer =>
  hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request');

/** The Authorization header of a request without a query: AWS Signature Version 4. All headers are signed. */
export function authorization(
  request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  },
  by: { readonly accessKeyId: string; readonly key: Buffer; readonly scope: string },
): string {
  const names = Object.keys(request.headers).sort();
  const signed = names.join(';');
  const lines = names.map((name) => `${name}:${request.headers[name]!}\n`).join('');
  const canonical = `${request.method}\n${request.path}\n\n${lines}\n${signed}\n${sha256(request.body)}`;
  const toSign = `AWS4-HMAC-SHA256\n${request.headers['x-amz-date']!}\n${by.scope}\n${sha256(canonical)}`;
  const signature = hmac(by.key, toSign).toString('hex');
  return `AWS4-HMAC-SHA256 Credential=${by.accessKeyId}/${by.scope}, SignedHeaders=${signed}, Signature=${signature}`;
}
