import { createInterface } from 'node:readline/promises';

/** Somebody who can be asked; null where nobody is there, or nobody wants to be. */
export type Ask = ((question: string, choices: readonly string[]) => Promise<string>) | null;

/** Asks on the terminal, where there is one and `--yes` was not said; again until the answer is one of the choices, or its number. */
export const terminalAsk = (yes: boolean): Ask =>
  yes || !process.stdin.isTTY || !process.stderr.isTTY
    ? null
    : async (question, choices) => {
        const terminal = createInterface({ input: process.stdin, output: process.stderr });
        try {
          for (;;) {
            const list = choices.map((choice, index) => `  ${index + 1}  ${choice}\n`).join('');
            const answer = (await terminal.question(`${question}\n${list}? `)).trim();
            const chosen = choices[Number(answer) - 1] ?? choices.find((choice) => choice === answer);
            if (chosen !== undefined) return chosen;
            if (choices.length === 0 && answer !== '') return answer;
          }
        } finally {
          terminal.close();
        }
      };
