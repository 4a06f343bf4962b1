/** A number the API gives, with the one formula behind it. */
export interface MetricDefinition {
  /** Stable name; with `version` what answers cite as `Provenance.version`. */
  readonly key: string;
  readonly version: string;
  readonly label: string;
  readonly formula: string;
  readonly unit: 'MONEY' | 'SHARE' | 'SCORE' | 'COUNT' | 'DAYS' | 'POINTS';
  /** Whose definition it is, where it is not Kring's own. */
  readonly source: string | null;
  /** Where it is asked for: `Type.field`. */
  readonly fields: readonly string[];
}

/** The registry: one definition a metric. Another formula is another version. */
export const METRICS: readonly MetricDefinition[] = [
  {
    key: 'current-value',
    version: 'value-1',
    label: 'Current value',
    formula: 'direct + referral net + network net; Σ over customers = Σ direct − Σ rewards',
    unit: 'MONEY',
    source: null,
    fields: ['CustomerValue.current', 'Portfolio.current'],
  },
  {
    key: 'direct-value',
    version: 'value-1',
    label: 'Direct value',
    formula: 'Σ of order lines: net − cost where the cost is known, else net × margin rate; less refunds and credits',
    unit: 'MONEY',
    source: null,
    fields: ['ValueSide.direct', 'Portfolio.direct'],
  },
  {
    key: 'referral-value',
    version: 'value-1',
    label: 'Referral value',
    formula:
      'v split equally over a customer and their type-one ancestors; type two: min(saved cost, max(v, 0)); less rewards',
    unit: 'MONEY',
    source: 'Shapley (1953)',
    fields: ['ReferralValue.net'],
  },
  {
    key: 'network-value',
    version: 'value-1',
    label: 'Network value',
    formula: 'f = v + C f, e = (1 − K) f; net = e − v',
    unit: 'MONEY',
    source: 'Richardson & Domingos (2002), in closed form',
    fields: ['NetworkValue.net'],
  },
  {
    key: 'potential-value',
    version: 'value-1',
    label: 'Potential value',
    formula: 'discounted expected margin within the horizon, moved along referrals and ties like current value',
    unit: 'MONEY',
    source: null,
    fields: ['CustomerValue.potential', 'Portfolio.potential'],
  },
  {
    key: 'lifetime-value',
    version: 'clv-1',
    label: 'Lifetime value',
    formula: 'expected orders × expected margin of an order, discounted, by the model chosen out of sample',
    unit: 'MONEY',
    source: 'Fader, Hardie & Lee (2005); Batislam, Denizel & Filiztekin (2007)',
    fields: ['LifetimeValue.predicted'],
  },
  {
    key: 'return-probability',
    version: 'clv-1',
    label: 'Probability of return',
    formula: 'P(at least one more order within the horizon)',
    unit: 'SHARE',
    source: null,
    fields: ['LifetimeValue.returnProbability', 'Lifecycle.returnProbability'],
  },
  {
    key: 'own-value-at-risk',
    version: 'clv-1',
    label: 'Own value at risk',
    formula: 'predicted × (1 − P) ÷ max(P, .001)',
    unit: 'MONEY',
    source: null,
    fields: ['ValueAtRisk.own', 'LeavingCustomer.ownExpected'],
  },
  {
    key: 'network-value-at-risk',
    version: 'value-1',
    label: 'Network value at risk',
    formula: 'V − V without the customer, over everybody else; never summed',
    unit: 'MONEY',
    source: null,
    fields: ['ValueAtRisk.network', 'LeavingCustomer.network'],
  },
  {
    key: 'influence',
    version: 'influence',
    label: 'Influence',
    formula:
      '100 · min(1, ln(1 + n ÷ a) ÷ ln(1 + b ÷ a)), n = customers’ worth of behaviour moved, a and b frozen with a calibration',
    unit: 'SCORE',
    source: null,
    fields: ['Influence.score'],
  },
  {
    key: 'engagement',
    version: 'rule set',
    label: 'Engagement points',
    formula: 'Σ of the points of the rules in force, each counted as the rule set says',
    unit: 'POINTS',
    source: null,
    fields: ['Engagement.points'],
  },
  {
    key: 'rfm',
    version: 'rfm-1',
    label: 'RFM quintiles',
    formula: '1 + ⌊5 (less + equal ÷ 2) ÷ n⌋ of recency, frequency and revenue, by cut-offs kept with the parameters',
    unit: 'SCORE',
    source: 'Hughes (1994)',
    fields: ['Rfm.recency', 'Rfm.frequency', 'Rfm.monetary'],
  },
  {
    key: 'lifecycle',
    version: 'sonar-1',
    label: 'SONAR stage',
    formula: 'the furthest stage the events show: a pure function of them',
    unit: 'COUNT',
    source: null,
    fields: ['Lifecycle.stage', 'StageSummary.customers'],
  },
  {
    key: 'focus-share',
    version: 'focus-1',
    label: 'Focus share',
    formula: 'Σ of a value over the share of customers with most of it ÷ Σ over all',
    unit: 'SHARE',
    source: 'Lorenz (1905)',
    fields: ['FocusReport.valueShare'],
  },
  {
    key: 'gini',
    version: 'focus-1',
    label: 'Gini coefficient',
    formula: 'Σ (n + 1 − 2i) · x₍ᵢ₎ ÷ (n Σ x), x descending',
    unit: 'SHARE',
    source: 'Gini (1912); Chen, Tsaur & Rhai (1982) for negative values',
    fields: ['FocusReport.gini'],
  },
  {
    key: 'cohort-retention',
    version: 'cohort-1',
    label: 'Retention of a cohort',
    formula: 'customers of the cohort who bought in the period ÷ customers of the cohort',
    unit: 'SHARE',
    source: null,
    fields: ['CohortCell.retention'],
  },
  {
    key: 'growth-bridge',
    version: 'growth-1',
    label: 'Growth bridge',
    formula: 'after − before = new + returned + lost + (days₁ − days₀) · value₀ ÷ days₀ + rest',
    unit: 'MONEY',
    source: null,
    fields: ['BridgeTerm.amount'],
  },
  {
    key: 'effective-segments',
    version: 'landscape-1',
    label: 'Effective number of segments',
    formula: 'e^H, H = −Σ p ln p of the segments’ shares of memberships',
    unit: 'COUNT',
    source: 'Hill (1973); Jost (2006)',
    fields: ['SegmentLandscape.effectiveSegments'],
  },
  {
    key: 'cost-per-customer',
    version: 'acquisition-1',
    label: 'Acquisition cost',
    formula: 'spend of a period ÷ customers who first bought in it; paid back when Σ of their value ≥ spend',
    unit: 'MONEY',
    source: null,
    fields: ['AcquisitionPeriod.costPerCustomer', 'AcquisitionPeriod.paybackPeriods'],
  },
  {
    key: 'portfolio-change',
    version: 'change-1',
    label: 'Change of the portfolio',
    formula: 'to − from = orders + refunds + credits + rewards + expected (events, time, parameters) + unexplained',
    unit: 'MONEY',
    source: null,
    fields: ['PortfolioChange.change'],
  },
];
