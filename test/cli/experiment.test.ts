import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { experimentCommand } from '../../cli/commands/experiment.ts';

interface Output {
  readonly control: string;
  readonly arms: readonly { arm: string; n: number; mean: number; sum: number }[];
  readonly withheld: string | null;
  readonly sampleRatio: { chiSquare: number; p: number };
  readonly lifts: readonly {
    arm: string;
    perPerson: { value: number; standardError: number | null; low: number | null; high: number | null };
    observed: number;
    baseline: number;
    incremental: number;
    interval: string;
    intervalReason: string | null;
    removed: number | null;
  }[];
  readonly withoutCovariate: readonly { perPerson: { standardError: number } }[] | null;
  readonly dominatedByOne: readonly { arm: string; share: number }[];
  readonly segments: readonly {
    arm: string;
    q: number;
    effects: readonly { segment: string; effect: number | null }[];
  }[];
}

const hillstrom = join(import.meta.dirname, '../../../shared/data/hillstrom_compact.csv');
let folder: string;
const file = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
/** Sixty members, turn by turn in two arms: y 2 more in "mail" on a covariate that says most of it. */
const members = (change: (row: string[], i: number) => string[] = (row) => row): string =>
  [
    ['arm', 'spend', 'before'],
    ...Array.from({ length: 60 }, (_, i) =>
      change([i % 2 === 0 ? 'holdout' : 'mail', String(10 + (i % 7) + (i % 5) / 10 + 2 * (i % 2)), String(i % 7)], i),
    ),
  ]
    .map((row) => row.join(','))
    .join('\n');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kring-experiment-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => void vi.restoreAllMocks());

async function run(...args: string[]): Promise<string> {
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((piece) => {
    out += piece.toString();
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    await experimentCommand().exitOverride().parseAsync(args, { from: 'user' });
  } finally {
    vi.restoreAllMocks();
  }
  return out;
}
const columns = ['--arm', 'arm', '--outcome', 'spend'];
const json = async (path: string, ...args: string[]): Promise<Output> =>
  JSON.parse(await run(path, ...columns, '--format', 'json', ...args)) as Output;

describe('kring experiment', () => {
  it('says what an arm brought, and that it is a share of what was observed', async () => {
    const found = await json(file('plain.csv', members()));
    expect(found).toMatchObject({ control: 'holdout', withheld: null, withoutCovariate: null });
    const [lift] = found.lifts;
    expect(lift!.arm).toBe('mail');
    expect(lift!.baseline + lift!.incremental).toBeCloseTo(lift!.observed, 9);
    expect(lift!.perPerson.low!).toBeLessThan(2);
    expect(lift!.perPerson.high!).toBeGreaterThan(2);
  });

  it('reads packed files, and takes out of the outcome what was known before', async () => {
    const found = await json(file('packed.csv.gz', gzipSync(members())), '--covariate', 'before');
    expect(found.lifts[0]!.removed!).toBeGreaterThan(0.9);
    expect(found.withoutCovariate![0]!.perPerson.standardError).toBeGreaterThan(
      3 * found.lifts[0]!.perPerson.standardError!,
    );
    expect(found.lifts[0]!.perPerson.value).toBeCloseTo(2, 0);
  });

  it('an always-valid interval is wider, and named', async () => {
    const path = file('looks.csv', members());
    const width = ({ lifts }: Output) => lifts[0]!.perPerson.high! - lifts[0]!.perPerson.low!;
    const [fixed, always] = [await json(path), await json(path, '--interval', 'always-valid')];
    expect(width(always) / width(fixed)).toBeCloseTo(3.035446 / 1.959964, 6);
    expect([fixed.lifts[0]!.interval, always.lifts[0]!.interval]).toEqual(['FIXED', 'ALWAYS_VALID']);
    expect(
      width(await json(path, '--interval', 'always-valid', '--accumulating', '--planned-error', '5')),
    ).toBeGreaterThan(width(always));
    expect(await run(path, ...columns, '--interval', 'always-valid')).toContain('however often one looks');
  });

  it('withholds lifts where the arms are not of the sizes drawn; shares say how they were', async () => {
    const path = file(
      'uneven.csv',
      members((row, i) => [i < 50 ? 'mail' : row[0]!, ...row.slice(1)]),
    );
    expect(await json(path)).toMatchObject({ withheld: 'SAMPLE_RATIO', lifts: [] });
    expect(await run(path, ...columns)).toContain('WITHHELD');
    expect(await run(path, ...columns, '--format', 'csv')).toMatch(/^arm,n,[^\n]*\n$/);
    expect((await json(path, '--share', 'mail=0.9', '--share', 'holdout=0.1')).withheld).toBeNull();
  });

  it('tells small arms, one member who holds it all, and a control of nothing', async () => {
    const small = await run(file('small.csv', members().split('\n').slice(0, 31).join('\n')), ...columns);
    expect(small).toContain('ARM_TOO_SMALL');
    const one = file(
      'one.csv',
      members((row, i) => (i === 7 ? ['mail', '9999', '0'] : row)),
    );
    expect((await json(one)).dominatedByOne).toMatchObject([{ arm: 'mail' }]);
    expect(await run(one, ...columns)).toMatch(/DOMINATED_BY_ONE[\s\S]*without: mail/);
    const none = file(
      'none.csv',
      members((row) => (row[0] === 'holdout' ? ['holdout', '0', '0'] : row)),
    );
    expect(await run(none, ...columns)).toContain('CONTROL_MEAN_ZERO');
  });

  it('does not show a segment of fewer than twenty in an arm', async () => {
    const path = file(
      'segments.csv',
      members((row, i) => [...row, i === 0 ? 'kind' : i < 6 ? 'rare' : 'many']).replace('before', 'before,kind'),
    );
    const { segments } = await json(path, '--segment', 'kind');
    expect(segments[0]!.effects.find(({ segment }) => segment === 'rare')!.effect).toBeNull();
    expect(segments[0]!.effects.find(({ segment }) => segment === 'many')!.effect).toBeGreaterThan(0);
  });

  it.each([
    [
      'a column that is not there',
      members(),
      ['--covariate', 'forecast'],
      'MISSING_COLUMN',
      '"forecast" (--covariate)',
    ],
    ['one arm', members((row) => ['mail', ...row.slice(1)]), [], 'ONE_ARM', '"mail"'],
    ['no members', 'arm,spend\n', [], 'ONE_ARM', 'no members'],
    [
      'a member without an arm',
      members((row, i) => (i === 3 ? ['', ...row.slice(1)] : row)),
      [],
      'EMPTY_ARM',
      'line 5',
    ],
    [
      'an arm that nobody is in',
      members(),
      ['--share', 'mail=0.4', '--share', 'holdout=0.4', '--share', 'call=0.2'],
      'EMPTY_ARM',
      '"call"',
    ],
    ['an arm without a share', members(), ['--share', 'mail=0.4'], 'UNKNOWN_ARM', '"holdout"'],
    [
      'an outcome that is no number',
      members((row, i) => (i === 9 ? ['mail', '12.50 EUR', '0'] : row)),
      [],
      'NOT_A_NUMBER',
      'line 11',
    ],
    ['an empty outcome', members((row, i) => (i === 9 ? ['mail', '', '0'] : row)), [], 'NOT_A_NUMBER', 'write 0'],
    ['a control that is not there', members(), ['--control', 'nobody'], 'UNKNOWN_ARM', 'holdout, mail'],
    [
      'no arm that sounds like one',
      members((row) => [row[0] === 'mail' ? 'a' : 'b', ...row.slice(1)]),
      [],
      'UNKNOWN_ARM',
      '--control',
    ],
    ['an arm for each member', members((row, i) => [String(i), ...row.slice(1)]), [], 'TOO_MANY_ARMS', 'line 52'],
    ['a count that is none', members(), ['--count', 'spend'], 'NOT_A_NUMBER', 'whole number'],
  ])('refuses %s', async (name, content, args, code, words) => {
    const failed = run(file(`${name}.csv`, content), ...columns, ...args);
    await expect(failed).rejects.toMatchObject({ code, message: expect.stringContaining(words) as string });
  });

  it('refuses a share that is none, and wants both columns named', async () => {
    const path = file('named.csv', members());
    await expect(run(path, ...columns, '--share', 'mail')).rejects.toThrow('ARM=SHARE');
    await expect(run(path, '--arm', 'arm')).rejects.toThrow('--outcome');
  });
});

describe.skipIf(!existsSync(hillstrom))(
  'the public e-mail experiment (skipped without ../shared/data/hillstrom_compact.csv)',
  () => {
    it('prints the published table', async () => {
      const args = [hillstrom, '--arm', 'arm', '--count', 'count', '--control', 'N', '--outcome'];
      const spend = await run(...args, 'spend');
      for (const figure of [
        '30,311.69',
        '13,908.98',
        '16,402.71',
        '[10,337.07, 22,468.34]',
        '9,076.90',
        '[3,613.64, 14,540.16]',
        '1.1793 [0.5443, 1.8143]',
        '0.202531',
      ])
        expect(spend).toContain(figure);
      expect(await run(...args, 'visit')).toMatch(/M .*0\.076590 .*0\.003386 .*22\.620/);
      const shown = JSON.parse(
        await run(...args, 'visit', '--segment', 'mens', '--segment', 'womens', '--format', 'json'),
      ) as Output;
      expect(shown.segments.find(({ arm }) => arm === 'W')!.q).toBeCloseTo(97.338, 3);
      expect((await run(...args, 'conversion', '--format', 'csv')).split('\n')).toHaveLength(4);
    });
  },
);
