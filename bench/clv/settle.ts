import { companyLog, type Company } from './companies.ts';
import { judgeAt } from './judged.ts';
const kinds: Record<string, Omit<Company, 'seed'>> = {
  steady: { customers: 2000, days: 1460 },
  cooling: { customers: 2000, days: 2200, cooling: 0.35 },
  seasonal: { customers: 2000, days: 1460, season: 0.6 },
  shocks: { customers: 2000, days: 1800, shocks: 0.2 },
  small: { customers: 400, days: 1100, shocks: 0.1, spread: 1 },
  young: { customers: 2000, days: 500 },
};
const only = process.argv[2];
for (const [kind, company] of Object.entries(kinds)) {
  if (only && only !== kind) continue;
  for (let seed = 1; seed <= Number(process.argv[3] ?? 3); seed++) {
    const log = companyLog({ ...company, seed });
    const h = Math.min(365, Math.floor(company.days / 3));
    const j = judgeAt(log, company.days - h, h);
    const kept = j.rows.find((r) => r.name === 'kept')!,
      con = j.rows.find((r) => r.name === 'rule: constant')!,
      ly = j.rows.find((r) => r.name === 'rule: last year')!;
    const plain = j.rows
      .filter((r) => !r.name.startsWith('rule') && r.name !== 'kept')
      .map((r) => `${r.rmse.toFixed(2)}/${(100 * r.bias).toFixed(0)}/${r.logLoss!.toFixed(3)}`)
      .join(' ');
    const f = (r: typeof kept) =>
      `rmse ${r.rmse.toFixed(3)} bias ${(100 * r.bias).toFixed(1)} cap ${r.capture.toFixed(3)} auc ${r.auc.toFixed(3)} ll ${r.logLoss!.toFixed(3)} cal ${r.calibration!.toFixed(3)} | € rmse ${r.money!.rmse.toFixed(0)} bias ${(100 * r.money!.bias).toFixed(1)} gini ${r.money!.gini.toFixed(3)} dec ${r.money!.decile.toFixed(3)}`;
    console.log(
      `${kind} ${seed}: n ${j.customers} ${j.kept} cpu ${j.cpuSeconds.toFixed(1)}\n  plain ${plain}\n  kept ${f(kept)}\n  last ${f(ly)}\n  const ${f(con)}\n  cover80 ${(100 * j.coverage.held80).toFixed(1)} 95 ${(100 * j.coverage.held95).toFixed(1)} worst ${(100 * (j.coverage.worstTenth ?? 0)).toFixed(1)} total ${j.coverage.ratio.toFixed(2)} ${j.coverage.total80} ${j.coverage.total95}`,
    );
  }
}
