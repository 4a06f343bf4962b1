/** Stands in for the Lambda runtime: loads a bundle and hands its handler, one after the other, the events read from stdin. */
import { text } from 'node:stream/consumers';

const { handler } = await import(process.argv[2]);
const results = [];
for (const { event, remainingMs } of JSON.parse(await text(process.stdin))) {
  results.push(await handler(event, { awsRequestId: 'request-1', getRemainingTimeInMillis: () => remainingMs }));
}
process.stdout.write(`\n${JSON.stringify(results)}\n`, () => process.exit(0));
