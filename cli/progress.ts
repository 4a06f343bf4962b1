import { SingleBar } from 'cli-progress';
import type { Progress } from '../intake/progress.ts';

const LINE_EVERY_MS = 5000;

/**
 * A bar on a terminal; otherwise a line every few seconds, for logs. Always on stderr: stdout carries results.
 *
 * @example newProgress().stage('Reading', 1000)
 */
export const newProgress = (stream: NodeJS.WriteStream = process.stderr): Progress =>
  stream.isTTY ? barProgress(stream) : lineProgress(stream);

function barProgress(stream: NodeJS.WriteStream): Progress {
  let bar: SingleBar | null = null;
  let total: number | null = 0;
  const finish = (): void => {
    if (total !== null) bar?.update(total);
    bar?.stop();
    bar = null;
  };
  return {
    stage(name, stageTotal, shown = true) {
      finish();
      total = stageTotal;
      const measure =
        stageTotal === null ? '{value}' : `{bar} {percentage}% ${shown ? '{value}/{total} ' : ''}{eta_formatted}`;
      bar = new SingleBar({
        stream,
        format: `${name.padEnd(22)} ${measure}`,
        barCompleteChar: '█',
        barIncompleteChar: '░',
        hideCursor: true,
        etaBuffer: 50,
      });
      bar.start(stageTotal ?? 1, 0);
    },
    update(done) {
      bar?.update(total === null ? done : Math.min(done, total));
    },
    stop: finish,
  };
}

function lineProgress(stream: NodeJS.WriteStream): Progress {
  let name = '';
  let total: number | null = 0;
  let counted = true;
  let reached = 0;
  let startedAt = 0;
  let printedAt = 0;
  const print = (text: string): void => {
    stream.write(`${name}: ${text}\n`);
    printedAt = performance.now();
  };
  const finish = (): void => {
    if (name !== '')
      print(
        `done${counted ? `, ${total ?? reached}` : ''} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
      );
    name = '';
  };
  return {
    stage(stageName, stageTotal, shown = true) {
      finish();
      name = stageName;
      counted = shown;
      total = stageTotal;
      reached = 0;
      startedAt = performance.now();
      printedAt = startedAt;
    },
    update(done) {
      reached = done;
      if (performance.now() - printedAt < LINE_EVERY_MS) return;
      if (total === null) return print(String(done));
      const share = `${total === 0 ? 100 : Math.floor((done / total) * 100)}%`;
      print(counted ? `${done} of ${total} (${share})` : share);
    },
    stop: finish,
  };
}
