import { Option } from 'commander';
import type { Command } from 'commander';

/** The options every command understands. */
export interface GlobalOptions {
  readonly data: string;
  readonly dynamodb?: string;
  readonly table: string;
  readonly region?: string;
  readonly verbose?: boolean;
}

export const globalOptions = (command: Command): Command => command
  .addOption(new Option('--data <dir>', 'directory of the embedded database').default('.kring').env('KRING_DATA'))
  .addOption(new Option('--dynamodb <url>', 'another DynamoDB: the URL of an engine, or "aws"').env('KRING_DYNAMODB'))
  .addOption(new Option('--table <name>', 'table name').default('kring').env('KRING_TABLE'))
  .addOption(new Option('--region <name>', 'AWS region').env('AWS_REGION'))
  .option('--verbose', 'show the stack of a failure');
