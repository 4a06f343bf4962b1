import { createInterface } from 'node:readline/promises';
import { VisibleError } from '../../domain/errors.ts';

/** Somebody who can be asked; null where nobody is there, or nobody wants to be. Without choices any answer will do. */
export type Ask = ((question: string, choices: readonly string[]) => Promise<string>) | null;

/**
 * Asks on the terminal, where there is one and `--yes` was not said; again until the answer is one of the choices, its number or its
 * beginning. Its promise rejects with NOT_ANSWERED where the terminal is closed instead.
 */
export const terminalAsk = (yes: boolean): Ask =>
  yes || !process.stdin.isTTY || !process.stderr.isTTY
    ? null
    : async (question, choices) => {
        const terminal = createInterface({ input: process.stdin, output: process.stderr });
        try {
          for (;;) {
            const list = choices.map((choice, index) => `  ${index + 1}  ${choice}\n`).join('');
            const chosen = chosenOf((await terminal.question(`${question}\n${list}? `)).trim(), choices);
            if (chosen !== null) return chosen;
          }
        } catch (error) {
          if ((error as { code?: unknown }).code !== 'ABORT_ERR') throw error;
          throw new VisibleError('NOT_ANSWERED', 'No answer, so nothing more was done. Run the same command again.', {
            cause: error,
          });
        } finally {
          terminal.close();
        }
      };

/** What an answer means; null where it is none of the choices. */
export function chosenOf(answer: string, choices: readonly string[]): string | null {
  if (answer === '') return null;
  if (choices.length === 0) return answer;
  const begins = choices.filter((choice) => choice.toLowerCase().startsWith(answer.toLowerCase()));
  return (
    choices[Number(answer) - 1] ??
    choices.find((choice) => choice === answer) ??
    (begins.length === 1 ? begins[0]! : null)
  );
}
