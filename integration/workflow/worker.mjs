// One invocation of the bundled function in a process of its own, as Lambda gives it one. What it asks of the engine of workflows goes through the parent,
// which may end this process at any time.
const { handler } = await import(process.argv[2]);

const waiting = new Map();
let asked = 0;
const ask = (method) => (params) =>
  new Promise((resolve, reject) => {
    waiting.set(++asked, { resolve, reject });
    process.send({ id: asked, method, params });
  });

/** What the SDK takes instead of its own client of the engine; it looks at the name. */
class DurableExecutionInvocationInputWithClient {
  constructor(input) {
    Object.assign(this, input);
    this.durableExecutionClient = { checkpoint: ask('checkpoint'), getExecutionState: ask('getExecutionState') };
  }
  get [Symbol.toStringTag]() {
    return 'DurableExecutionInvocationInputWithClient';
  }
}

process.on('message', async (message) => {
  if (message.input === undefined) {
    const { resolve, reject } = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error === undefined) resolve(message.answer);
    else reject(new Error(message.error));
    return;
  }
  const endsAt = Date.now() + message.remainingMs;
  const context = { awsRequestId: 'a request', getRemainingTimeInMillis: () => endsAt - Date.now() };
  try {
    process.send({ output: await handler(new DurableExecutionInvocationInputWithClient(message.input), context) });
  } catch (error) {
    process.send({ thrown: String(error?.stack ?? error) });
  }
});
process.send({ ready: true });
