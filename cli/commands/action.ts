import { Command, Option } from 'commander';
import {
  ACTION_CHANNELS,
  ACTION_CONSENTS,
  ACTION_DESIGNS,
  ACTION_KINDS,
  ACTION_SHAPES,
  ACTION_TARGETS,
  OUTCOME_METRICS,
} from '../../domain/actions/action.ts';
import { DATE_FORMATS, type DateFormat } from '../../intake/instants.ts';
import { EXPOSURE_KINDS, type ExposureKind } from '../../store/actions/exposures.ts';
import type { Db } from '../../store/client/db.ts';
import { instantOption, numberOption, type GlobalOptions } from '../options.ts';
import { writeOutput } from '../output.ts';
import type { PlanOptions } from '../actions/plan.ts';

async function withTable(command: Command, work: (db: Db) => Promise<void>): Promise<void> {
  const { withConnection } = await import('../../local/dynamodb/connect.ts');
  await withConnection(command.optsWithGlobals<GlobalOptions>(), async ({ db }) => work(db));
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
const oneOf = (flags: string, text: string, values: readonly string[], usual?: string): Option => {
  const option = new Option(flags, text).choices(values).argParser((value: string) => {
    const found = values.find((one) => one === value.toUpperCase().replaceAll('-', '_'));
    return found ?? value;
  });
  return usual === undefined ? option : option.default(usual);
};

const named = (name: string, text: string): Command =>
  new Command(name).description(text).argument('<key>', 'key of the action');

const plan = (): Command =>
  named('plan', 'plan an action, or change its draft: who would be drawn, and what could be found')
    .requiredOption('--segment <key>', 'whose members are the audience')
    .requiredOption('--start <date>', 'the outcome counts from here on', instantOption)
    .option('--name <text>', 'the name to show (default: the key)')
    .addOption(oneOf('--kind <kind>', 'what is done', ACTION_KINDS, 'MAIL'))
    .option(
      '--arm <key=share:cost>',
      'a part of the audience; one is called holdout (repeatable; default treated=0.8, holdout=0.2)',
      collect,
    )
    .addOption(oneOf('--channel <channel>', 'what they are reached by (default: usual for the kind)', ACTION_CHANNELS))
    .addOption(
      oneOf(
        '--consent <who>',
        'granted: only who agreed, as facts say; not_withdrawn: you vouch for the rest of the segment',
        ACTION_CONSENTS,
        'GRANTED',
      ),
    )
    .addOption(oneOf('--design <units>', 'what chance draws', ACTION_DESIGNS, 'USER'))
    .addOption(oneOf('--metric <what>', 'what is measured', OUTCOME_METRICS, 'MARGIN'))
    .option(
      '--window-days <days>',
      'for how long',
      numberOption('a whole number from 1 to 730', (x) => Number.isInteger(x) && x >= 1 && x <= 730),
      28,
    )
    .addOption(oneOf('--target <what>', 'what it is meant to show', ACTION_TARGETS, 'DIRECT'))
    .addOption(oneOf('--shape <how>', 'how the effect goes with the forecast', ACTION_SHAPES, 'ADDITIVE'))
    .option('--end <date>', 'when it is to be read for good (default: the end of the window)', instantOption)
    .option('--salt <text>', 'another one, another draw', '1')
    .option('--compare-designs', 'try every design on your own graph before the start: error and power of each')
    .option('--rehearsal', 'on a demo: draw for customers with anything simulated about them too')
    .option('--without-proof', 'no holdout, and no word about what it caused')
    .action(async (key: string, _options, command: Command) => {
      const { planAction } = await import('../actions/plan.ts');
      await withTable(command, async (db) =>
        console.log(await planAction(db, key, command.optsWithGlobals<PlanOptions>())),
      );
    });

const freeze = (): Command =>
  named('freeze', 'draw the audience and its arms, for good').action(
    async (key: string, _options, command: Command) => {
      const { freezeNow } = await import('../../resolvers/actions/draw.ts');
      const { warningsOf } = await import('../../resolvers/actions/warnings.ts');
      const { requireAction } = await import('../../store/actions/records.ts');
      await withTable(command, async (db) => {
        const { version } = await requireAction(db, key);
        const action = await freezeNow(db, key, version);
        const sizes = action.arms.map((arm, place) => `${arm.key} ${action.drawn!.byArm[place]}`);
        console.log(`Drawn: ${action.drawn!.members} members, ${sizes.join(', ')}. List ${action.drawn!.hash}.`);
        for (const { code, message } of warningsOf(action)) console.log(`Warning: ${message} [${code}]`);
      });
    },
  );

const exported = (): Command =>
  named('export', 'who was drawn into which arm, as CSV: never what is forecast of them')
    .option('--output <file>', 'where to; default: the terminal')
    .option('--arm <key>', 'only this arm')
    .option('--source <name>', "ids of this system (default: each customer's first)")
    .option('--email', 'e-mail addresses too')
    .action(async (key: string, _options, command: Command) => {
      const options = command.optsWithGlobals<{ output?: string; arm?: string; source?: string; email?: boolean }>();
      const { exportLines } = await import('../actions/export.ts');
      await withTable(command, async (db) => {
        const lines: string[] = [];
        for await (const line of exportLines(db, key, options)) lines.push(line);
        if (options.output === undefined) process.stdout.write(lines.join(''));
        else await writeOutput(options.output, lines.join(''));
        console.error(`${lines.length - 1} members.`);
      });
    });

interface ExposeOptions extends GlobalOptions {
  readonly kind: ExposureKind;
  readonly at?: number;
  readonly source: string;
  readonly customerSource?: string;
  readonly dateFormat: DateFormat;
}

const expose = (): Command =>
  named('expose', 'say whom the action reached: a file of customers, such as the export')
    .argument('<file>', 'CSV, XLSX, Parquet or JSON with columns customer, source, kind, at')
    .addOption(oneOf('--kind <kind>', 'how, where a row does not say', EXPOSURE_KINDS, 'SENT'))
    .option('--at <date>', 'when, where a row does not say', instantOption)
    .option('--source <name>', 'the system that says so', 'file')
    .option('--customer-source <name>', 'the system customers are named by, where a row does not say')
    .addOption(new Option('--date-format <format>', 'how dates are written').choices(DATE_FORMATS).default('iso'))
    .action(async (key: string, path: string, _options, command: Command) => {
      const { kind, at, source, customerSource, dateFormat } = command.optsWithGlobals<ExposeOptions>();
      const { exposuresOfFile } = await import('../../intake/exposures.ts');
      const { requireDrawn } = await import('../../store/actions/freeze.ts');
      const { timeZoneOf } = await import('../../store/client/table.ts');
      await withTable(command, async (db) => {
        await requireDrawn(db, key);
        const { counts, rejects, rejected } = await exposuresOfFile(db, path, {
          action: key,
          kind,
          source,
          dateFormat,
          timeZone: await timeZoneOf(db),
          ...(at === undefined ? {} : { at }),
          ...(customerSource === undefined ? {} : { customerSource }),
        });
        console.log(
          `${(counts.ACCEPTED ?? 0) + (counts.CONTAMINATED ?? 0)} new, ${counts.DUPLICATE ?? 0} known, ${rejected} rejected.`,
        );
        if ((counts.CONTAMINATED ?? 0) > 0)
          console.log(
            `${counts.CONTAMINATED} of them were to be left alone: they stay in the holdout, and are counted.`,
          );
        for (const { row, code, reason } of rejects) console.error(`Row ${row}: ${reason} [${code}]`);
      });
    });

const report = (): Command =>
  named('report', 'what the last run says of it')
    .option('--json', 'as JSON')
    .action(async (key: string, _options, command: Command) => {
      const { json } = command.optsWithGlobals<{ json?: boolean }>();
      const { reportText } = await import('../actions/report.ts');
      const { requireAction } = await import('../../store/actions/records.ts');
      const { latestReport } = await import('../../store/actions/reports.ts');
      const { tableMeta } = await import('../../store/client/table.ts');
      await withTable(command, async (db) => {
        const action = await requireAction(db, key);
        const stored = action.state === 'CANCELLED' ? null : await latestReport(db, key);
        const published = (stored?.report ?? null) as Parameters<typeof reportText>[1];
        const { currency = 'EUR' } = (await tableMeta(db)) ?? {};
        console.log(
          json === true
            ? JSON.stringify({ action, report: published }, null, 2)
            : reportText(action, published, currency),
        );
      });
    });

const ended = (name: string, to: 'CLOSED' | 'CANCELLED', text: string): Command => {
  const command = named(name, text);
  if (to === 'CANCELLED') command.requiredOption('--reason <text>', 'why');
  return command.action(async (key: string, _options, own: Command) => {
    const { reason } = own.optsWithGlobals<{ reason?: string }>();
    const { advanceAction } = await import('../../store/actions/records.ts');
    await withTable(own, async (db) => {
      const { state, endedAt } = await advanceAction(db, key, to, { reason: reason ?? null });
      console.log(`${key} is ${state} since ${new Date(endedAt!).toISOString()}.`);
    });
  });
};

const next = (): Command =>
  new Command('next')
    .description('whom to approach next with what: by what closed actions have shown to pay')
    .requiredOption('--budget <amount>', 'what it may cost, in the currency of the table')
    .option(
      '--capacity <count>',
      'how many can be approached',
      numberOption('a whole number from 1', (x) => Number.isInteger(x) && x >= 1),
    )
    .option('--output <file>', 'write the customers there, as CSV')
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<{ budget: string; capacity?: number; output?: string }>();
      const { nextActions } = await import('../actions/next.ts');
      await withTable(command, async (db) => {
        const { text, lines } = await nextActions(db, options);
        console.log(text);
        if (options.output !== undefined && lines.length > 0) await writeOutput(options.output, lines.join(''));
      });
    });

const year = (): Command =>
  new Command('year')
    .description('what all actions of a year brought together, against those left alone by all of them')
    .argument(
      '[year]',
      'calendar year; default: the one it is',
      numberOption('a calendar year', (x) => Number.isInteger(x) && x > 2000),
    )
    .action(async (year: number | undefined, _options, command: Command) => {
      const { yearText } = await import('../actions/year.ts');
      const { latestYear } = await import('../../store/actions/reports.ts');
      const { tableMeta } = await import('../../store/client/table.ts');
      await withTable(command, async (db) => {
        const asked = year ?? new Date(db.clock()).getUTCFullYear();
        const { currency = 'EUR' } = (await tableMeta(db)) ?? {};
        const stored = await latestYear(db, asked);
        console.log(yearText(asked, (stored?.report ?? null) as Parameters<typeof yearText>[1], currency));
      });
    });

const list = (): Command =>
  new Command('list').description('every action there is or was').action(async (_options, command: Command) => {
    const { listActions } = await import('../../store/actions/records.ts');
    await withTable(command, async (db) => {
      const all = await listActions(db);
      if (all.length === 0) console.log('No action yet. Plan one with: npm run -s kring -- action plan KEY');
      for (const { key, name, state, drawn } of all)
        console.log(`${key}  ${state}  ${drawn?.members ?? 0} members  ${name}`);
    });
  });

/** `kring action`: what is done to customers, and proof of what it caused. */
export const actionCommand = (): Command =>
  new Command('action')
    .description(
      'actions with a holdout: plan, draw, tell whom they reached, see what they caused (docs/experiments.md)',
    )
    .addCommand(plan())
    .addCommand(freeze())
    .addCommand(exported())
    .addCommand(expose())
    .addCommand(report())
    .addCommand(ended('close', 'CLOSED', 'end it: what the last run said of it is its word'))
    .addCommand(ended('cancel', 'CANCELLED', 'give it up; nothing is reported of it any more'))
    .addCommand(next())
    .addCommand(year())
    .addCommand(list());
