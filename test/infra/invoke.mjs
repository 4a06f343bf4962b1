/** Stands in for the Lambda runtime: loads a bundle and hands its handler, one after the other, the events read from stdin. */
import { text } from 'node:stream/consumers';

const { handler } = await import(process.argv[2]);
const results = [];
for (const { event, remainingMs } of JSON.parse(await text(process.stdin))) {
  try {
    results.push(await handler(event, { awsRequestId: 'request-1', getRemainingTimeInMillis: () => remainingMs }));
  } catch (error) {
    // As the runtime logs it: without the minified line it was thrown on, which can be longer than any log keeps.
    process.stderr.write(`${error.code ?? error.name}: ${error.message}\n`, () => process.exit(1));
    await new Promise(() => {});
  }
}
process.stdout.write(`\n${JSON.stringify(results)}\n`, () => process.exit(0));
