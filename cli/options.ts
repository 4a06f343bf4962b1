import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { DAY_MS, parseIsoInstant } from '../domain/time/time.ts';
import type { TableChoice } from '../local/dynamodb/connect.ts';

/** The options every command understands. */
export interface GlobalOptions extends TableChoice {
  readonly verbose?: boolean;
}

/** What every command takes: where the data lie, and how much to say. */
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

/**
 * What separates the columns of a file: one ASCII character, since files are cut on bytes.
 *
 * @example delimiterOption(';') // ';'
 */
export function delimiterOption(text: string): string {
  if (!/^[\t\x20-\x7e]$/.test(text) || text === '"')
    throw new InvalidArgumentError(
      "It takes one ASCII character other than a quote; for a tab write $'\\t', for blanks ' '.",
    );
  return text;
}

/**
 * An instant since 1970 in epoch milliseconds, from a date or a date and time in ISO 8601.
 *
 * @example instantOption('1970-01-02') // 86400000
 */
export function instantOption(text: string): number {
  const instant = parseIsoInstant(text);
  if (instant === null || instant < 0)
    throw new InvalidArgumentError('It takes a date from 1970 on, such as 2018-01-31 or 2018-01-31T12:00:00Z.');
  return instant;
}

/** A UTC day number, from a date in ISO 8601. */
export function dayOption(text: string): number {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseIsoInstant(text) : null;
  if (instant === null) throw new InvalidArgumentError('It takes a date written YYYY-MM-DD.');
  return instant / DAY_MS;
}

/** An ISO 4217 code, in upper case. */
export function currencyOption(text: string): string {
  const code = text.toUpperCase();
  if (!Intl.supportedValuesOf('currency').includes(code))
    throw new InvalidArgumentError('It takes an ISO 4217 code such as EUR, USD or GBP.');
  return code;
}

/**
 * An option's number within its range; `rule` says which. For commander, whose message names the option.
 *
 * @example numberOption('a number above 0', (n) => n > 0)('2.5') // 2.5
 */
export function numberOption(rule: string, accept: (value: number) => boolean): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!accept(value)) throw new InvalidArgumentError(`It takes ${rule}.`);
    return value;
  };
}

/** An option's JSON. For commander, whose message names the option. */
export function jsonOption(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError('It takes JSON.');
  }
}
