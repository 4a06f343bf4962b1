// Starts and seeds the network for the tests, and hands them its addresses and, over HTTP, its levers.
import { createServer } from 'node:http';
import { seed } from './seed.mjs';
import { startNetwork } from './start.mjs';

export async function setup({ provide }) {
  const began = performance.now();
  const network = await startNetwork();
  const seconds = () => ((performance.now() - began) / 1000).toFixed(0);
  console.log(`A Bluesky network of our own is up after ${seconds()} s: ${JSON.stringify(network.addresses)}`);
  const people = await seed(network.addresses);
  await network.settle();
  console.log(`Seeded after ${seconds()} s.`);
  const levers = createServer((request, response) => {
    if (request.url === '/settle') void network.settle().then(() => response.end());
    else if (request.url === '/drop') {
      network.drop();
      response.end();
    } else response.writeHead(404).end();
  });
  await new Promise((resolve) => levers.listen(0, '127.0.0.1', resolve));
  provide('network', { ...network.addresses, levers: `http://127.0.0.1:${levers.address().port}` });
  provide('people', people);
  return async () => {
    levers.close();
    await network.stop();
  };
}
