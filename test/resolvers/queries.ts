/** Everything a run and the summary say about a customer, without lists that are read apart. */
export const EVERYTHING = `
  id version displayName simulated createdAt updatedAt
  identities { type source value }
  value {
    total { amount minorUnits currencyCode } revenue { minorUnits }
    current { status reason total { minorUnits } direct { minorUnits } indirect { minorUnits } }
    potential { status reason total { minorUnits } direct { minorUnits } indirect { minorUnits } }
    totalDirect { minorUnits } totalIndirect { minorUnits }
    clv { predicted { minorUnits } low { minorUnits } high { minorUnits } expectedOrders returnProbability expectedNextOrderOn provenance { method confidence } }
    atRisk { own { minorUnits } }
    referralValue { conserved { minorUnits } gross { minorUnits } passedOn { minorUnits } rewards { minorUnits } crvNotAdditive { minorUnits } provenance { method } }
    networkValue { conserved { minorUnits } gross { minorUnits } passedOn { minorUnits } provenance { method } }
    standing { percentile of }
    breakdown { key label amount { minorUnits } }
    provenance { method confidence asOf computedAt generation runId version missingInputs }
  }
  engagement { points breakdown { rule label department count points } byDepartment { department points } provenance { version } }
  rfm { recency frequency monetary group }
  lifecycle { quarter stage since cycle lapsed lapsedBelow returnProbability expectedNextOrderOn usualGapDays overdueDays }
  influence { score network reach aboveThreshold provenance { version } }
  segments { id key name kind }
`;

export const FLOWS = 'total { minorUnits } rest { minorUnits } flows { amount { minorUnits } customer { id } path }';
