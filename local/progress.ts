import { SingleBar } from 'cli-progress';

export interface Progress {
  /** Starts the next stretch of work; the one before is done. */
  stage(name: string, total: number): void;
  update(done: number): void;
  stop(): void;
}

const LINE_EVERY_MS = 5000;

/** A bar on a terminal; otherwise a line every few seconds, for logs. Always on stderr: stdout carries results. */
export const newProgress = (stream: NodeJS.WriteStream = process.stderr): Progress => (stream.isTTY ? barProgress(stream) : lineProgress(stream));

function barProgress(stream: NodeJS.WriteStream): Progress {
  let bar: SingleBar | null = null;
  let total = 0;
  const finish = (): void => {
    bar?.update(total);
    bar?.stop();
    bar = null;
  };
  return {
    stage(name, stageTotal) {
      finish();
      total = stageTotal;
      bar = new SingleBar({ stream, format: `${name.padEnd(22)} {bar} {percentage}% {value}/{total} {eta_formatted}`, barCompleteChar: '█', barIncompleteChar: '░', hideCursor: true, etaBuffer: 50 });
      bar.start(stageTotal, 0);
    },
    update(done) {
      bar?.update(Math.min(done, total));
    },
    stop: finish,
  };
}

function lineProgress(stream: NodeJS.WriteStream): Progress {
  let name = '';
  let total = 0;
  let startedAt = 0;
  let printedAt = 0;
  const print = (text: string): void => {
    stream.write(`${name}: ${text}\n`);
    printedAt = Date.now();
  };
  const finish = (): void => {
    if (name !== '') print(`done, ${total} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
    name = '';
  };
  return {
    stage(stageName, stageTotal) {
      finish();
      name = stageName;
      total = stageTotal;
      startedAt = Date.now();
      printedAt = startedAt;
    },
    update(done) {
      if (Date.now() - printedAt >= LINE_EVERY_MS) print(`${done} of ${total} (${total === 0 ? 100 : Math.floor((done / total) * 100)}%)`);
    },
    stop: finish,
  };
}
