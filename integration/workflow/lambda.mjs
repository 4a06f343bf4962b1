// Lambda, as far as a durable function notices it: every invocation in a process of its own, and after one that died the next, from the state the engine has kept.
import { fork } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/**
 * @param entry the bundled function
 * @param env its environment
 * @param remainingMs what the invocation with this number, from 1, has left
 */
export function lambda({ entry, env, remainingMs = () => 900_000 }) {
  const workers = new Set();
  const seen = { invocations: 0, deaths: 0 };
  async function invoke(event) {
    const client = event.durableExecutionClient;
    const { DurableExecutionArn } = event;
    let { CheckpointToken, InitialExecutionState } = event;
    for (;;) {
      const answer = await inProcess({ DurableExecutionArn, CheckpointToken, InitialExecutionState }, client);
      if ('output' in answer) return answer.output;
      seen.deaths += 1;
      CheckpointToken = answer.token;
      const { Operations } = await client.getExecutionState({ DurableExecutionArn, CheckpointToken });
      InitialExecutionState = { Operations, NextMarker: '' };
    }
  }
  function inProcess(input, client) {
    return new Promise((resolve, reject) => {
      let token = input.CheckpointToken;
      seen.invocations += 1;
      const number = seen.invocations;
      const child = fork(join(here, 'worker.mjs'), [entry], {
        env,
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      workers.add(child);
      let errors = '';
      child.stderr.on('data', (text) => (errors += text));
      child.on('message', async (message) => {
        if (message.ready) child.send({ input, remainingMs: remainingMs(number) });
        else if ('output' in message) {
          resolve({ output: message.output });
          child.kill();
        } else if ('thrown' in message) {
          reject(new Error(message.thrown));
          child.kill();
        } else {
          try {
            const answer = await client[message.method](message.params);
            token = answer.CheckpointToken ?? token;
            if (child.connected) child.send({ id: message.id, answer });
          } catch (error) {
            if (child.connected) child.send({ id: message.id, error: String(error?.message ?? error) });
          }
        }
      });
      child.once('exit', (code, signal) => {
        workers.delete(child);
        if (signal === 'SIGKILL') resolve({ token });
        else if (code !== null && code !== 0) reject(new Error(`a worker ended with ${code}: ${errors.slice(-2000)}`));
      });
    });
  }
  return {
    handler: invoke,
    seen,
    /** As an invocation that ran out of memory, or of time. */
    kill: () => {
      for (const child of workers) child.kill('SIGKILL');
    },
  };
}
