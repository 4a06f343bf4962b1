/** Where DynamoDB is and how its calls are signed, where that is told in full: there no SDK is needed to find out. */

export interface ClientOptions {
  /** A URL, or what says the current one of an engine that may be restarted; absent means AWS itself. */
  readonly endpoint?: string | (() => string);
  readonly region?: string;
  /** Attempts the SDK makes for one call (default 3); store/client/commands.ts repeats what is still throttled after that. */
  readonly maxAttempts?: number;
}

export interface Place {
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number | undefined;
  readonly path: string;
}

/** Where calls go and how they are signed. */
export interface Settings {
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string | undefined;
  };
  readonly place: Place;
  /** What the clock of this machine is behind that of AWS. */
  readonly clockOffsetMs: number;
}

const LOCAL_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether it is an engine of this machine. They check no signature, so that nobody need be asked for credentials. */
export const isLocal = (endpoint: ClientOptions['endpoint']): boolean =>
  endpoint !== undefined && LOCAL_HOSTS.has(new URL(urlOf(endpoint)).hostname);

const urlOf = (endpoint: string | (() => string)): string => (typeof endpoint === 'string' ? endpoint : endpoint());

export const LOCAL_REGION = 'us-east-1';
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** The parts of a URL. */
export function placeAt(url: string): Place {
  const { protocol, hostname, port, pathname } = new URL(url);
  return { secure: protocol === 'https:', hostname, port: port === '' ? undefined : Number(port), path: pathname };
}

/** Variables that make the SDK ask other hosts, or for other credentials, than those a function is given. */
const UNUSUAL = [
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_DYNAMODB',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_PROFILE',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_ACCOUNT_ID',
  'AWS_CREDENTIAL_EXPIRATION',
] as const;

/** Regions of the partition `aws`, as the SDK tells them. */
const ORDINARY_REGION = /^(?:us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/u;

/**
 * Where calls go and how they are signed, where that is told in full: an engine of this machine, or a Lambda function, whose environment holds its region and the
 * credentials of its role. null for everything else, and for what is not as it usually is: there the SDK knows where to look.
 */
export function settingsOf(
  { endpoint, region }: ClientOptions,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Settings | null {
  if (endpoint !== undefined && isLocal(endpoint))
    return {
      region: region ?? LOCAL_REGION,
      credentials: LOCAL_CREDENTIALS,
      place: placeAt(urlOf(endpoint)),
      clockOffsetMs: 0,
    };
  const at = region ?? env['AWS_REGION'];
  const {
    AWS_LAMBDA_FUNCTION_NAME: lambda,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = env;
  if (!lambda || !accessKeyId || !secretAccessKey || !sessionToken || at === undefined || !ORDINARY_REGION.test(at))
    return null;
  if (UNUSUAL.some((name) => env[name] !== undefined)) return null;
  return {
    region: at,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    place: placeAt(endpoint === undefined ? `https://dynamodb.${at}.amazonaws.com` : urlOf(endpoint)),
    clockOffsetMs: 0,
  };
}
