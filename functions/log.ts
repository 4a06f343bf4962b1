/** One line of JSON per error, which CloudWatch indexes. */
export function logError(requestId: string, error: unknown): void {
  process.stderr.write(
    `${JSON.stringify({ level: 'error', requestId, error: error instanceof Error ? error.stack : String(error) })}\n`,
  );
}
