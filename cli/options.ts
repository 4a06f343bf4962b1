import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';

/** The options every command understands. */
export interface GlobalOptions {
  readonly data: string;
  readonly dynamodb?: string;
  readonly table: string;
  readonly region?: string;
  readonly verbose?: boolean;
}

export const globalOptions = (command: Command): Command =>
  command
    .addOption(new Option('--data <dir>', 'directory of the embedded database').default('.kring').env('KRING_DATA'))
    .addOption(new Option('--dynamodb <url>', 'another DynamoDB: the URL of an engine, or "aws"').env('KRING_DYNAMODB'))
    .addOption(new Option('--table <name>', 'table name').argParser(tableName).default('kring').env('KRING_TABLE'))
    .addOption(new Option('--region <name>', 'AWS region').env('AWS_REGION'))
    .option('--verbose', 'show the stack of a failure');

function tableName(text: string): string {
  if (!/^[\w.-]{3,255}$/.test(text))
    throw new InvalidArgumentError('It takes 3 to 255 letters, digits, dots, dashes and underscores.');
  return text;
}

/** An option's number within its range; `rule` says which. For commander, whose message names the option. */
export function numberOption(rule: string, accept: (value: number) => boolean): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!accept(value)) throw new InvalidArgumentError(`It takes ${rule}.`);
    return value;
  };
}
