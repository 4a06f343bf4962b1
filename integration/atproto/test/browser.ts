import { request } from 'node:http';
import { PASSWORD, type Account } from './network.ts';

/**
 * What a person does with the sign-in page of their server: opens the address, signs in, agrees. @returns where the server sends
 * them afterwards. The page's own calls are made as a browser makes them: cookies, referrer, fetch metadata.
 */
export async function agree(address: string, account: Account, answer: 'consent' | 'reject' = 'consent'): Promise<URL> {
  const cookies = new Map<string, string>();
  const { origin } = new URL(address);
  // Not fetch: it sets the headers that tell a page from a script itself, and always says that it is a script.
  const visit = (
    url: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const sent = request(url, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'user-agent': 'Mozilla/5.0', cookie, ...headers },
      });
      sent.once('error', reject);
      sent.once('response', (response) => {
        for (const line of response.headers['set-cookie'] ?? []) {
          const [name, value] = line.split(';', 1)[0]!.split(/=(.*)/su) as [string, string];
          cookies.set(name, value);
        }
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.once('end', () => resolve({ status: response.statusCode!, text }));
      });
      sent.end(body);
    });
  const page = await visit(address, {
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
  });
  if (page.status !== 200) throw new Error(`the sign-in page answers ${page.status}: ${page.text}`);
  let bearer: string | null = null;
  const call = async (endpoint: string, body: object): Promise<Record<string, unknown>> => {
    const { status, text } = await visit(
      `${origin}/@atproto/oauth-provider/~api/${endpoint}`,
      {
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
        'sec-fetch-mode': 'same-origin',
        'sec-fetch-dest': 'empty',
        origin,
        referer: address,
        'x-csrf-token': cookies.get('csrf-token') ?? '',
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      },
      JSON.stringify(body),
    );
    const json = JSON.parse(text) as Record<string, unknown>;
    if (status >= 400) throw new Error(`${endpoint} answers ${status}: ${text}`);
    return json;
  };
  if (answer === 'consent') {
    const signed = await call('sign-in', {
      locale: 'en',
      username: account.handle,
      password: PASSWORD,
      remember: false,
    });
    bearer = (signed['ephemeralToken'] as string | undefined) ?? null;
  }
  const { url } = await call(answer, answer === 'consent' ? { did: account.did } : {});
  const back = new URL(url as string);
  // The server answers that address with a redirect to the client; what it would append is in it already.
  const redirect = new URL(back.searchParams.get('redirect_uri')!);
  for (const name of ['iss', 'state', 'code', 'error', 'error_description']) {
    const value = back.searchParams.get(name);
    if (value !== null) redirect.searchParams.set(name, value);
  }
  return redirect;
}
