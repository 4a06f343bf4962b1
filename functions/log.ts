import type { RequestLine } from '../resolvers/serve/plugins.ts';

/** One line of JSON per request, which CloudWatch indexes; a metric filter counts and times what alarms need of it. */
export function logRequest(line: RequestLine): void {
  process.stdout.write(`${JSON.stringify({ level: 'info', message: 'request', ...line })}\n`);
}

/** One line of JSON per error, which CloudWatch indexes. */
export function logError(requestId: string, error: unknown): void {
  process.stderr.write(
    `${JSON.stringify({ level: 'error', requestId, error: error instanceof Error ? error.stack : String(error) })}\n`,
  );
}
