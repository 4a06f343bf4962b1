import { deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * What the record of a run and the item of a generation say every night, known to deflate beforehand: names are a third of them. The text is part of the stored
 * format and never changes; a name it does not hold only takes its letters.
 */
const KNOWN =
  '{"id":"","kind":"FULL","status":"SUCCEEDED","trigger":"SCHEDULE","asOf":0,"generation":0,"step":"DONE","progress":{"total":0,"done":0,"skipp' +
  'ed":0,"failed":0},"pinned":0,"plan":"","checkpoint":0,"startedAt":0,"finishedAt":0,"resumedCount":0,"cost":{"requests":0,"readUnits":0,"writ' +
  'eUnits":0},"settings":null,{"generation":0,"runId":"","asOf":0,"publishedAt":0,"customers":0,"currencyCode":"EUR","timeZone":"UTC","ordering' +
  's":{"TOTAL_VALUE":{"count":0},"DIRECT_VALUE":{"count":0},"INDIRECT_VALUE":{"count":0},"REFERRAL_VALUE":{"count":0},"NETWORK_VALUE":{"count":' +
  '0},"POTENTIAL_VALUE":{"count":0},"INFLUENCE":{"count":0},"ENGAGEMENT":{"count":0},"LAST_ORDER":{"count":0}},"segments":{"rfm-champions":{"co' +
  'unt":0},"rfm-loyal-customers":{"count":0},"rfm-potential-loyalists":{"count":0},"rfm-new-customers":{"count":0},"rfm-promising":{"count":0},' +
  '"rfm-need-attention":{"count":0},"rfm-about-to-sleep":{"count":0},"rfm-at-risk":{"count":0},"rfm-cannot-lose-them":{"count":0},"rfm-hibernat' +
  'ing":{"count":0},"rfm-lost":{"count":0},"hidden-influencers":{"count":0},"advocates":{"count":0},"win-back":{"count":0},"keep-warm":{"count"' +
  ':0},"valuable-with-complaint":{"count":0},"broad-buyers":{"count":0},"low-yield":{"count":0},"engaged-not-buying":{"count":0},"community-mem' +
  'bers":{"count":0}},"statistics":{"layout":0,"portfolio":{"customers":0,"revenueMinor":0,"directMinor":0,"refundsMinor":0,"creditsMinor":0,"r' +
  'ewardsMinor":0,"totalMinor":0,"potentialMinor":0,"referralMovedMinor":0,"networkMovedMinor":0,"totalValueQuantiles":[0],"uncostedRevenueMino' +
  'r":0},"lifecycle":[{"stage":"SUSPECT","customers":0,"totalMinor":0,"lapsed":0},{"stage":"PROSPECT","customers":0,"totalMinor":0,"lapsed":0},' +
  '{"stage":"LEAD","customers":0,"totalMinor":0,"lapsed":0},{"stage":"OPPORTUNITY","customers":0,"totalMinor":0,"lapsed":0},{"stage":"FIRST_ORD' +
  'ER","customers":0,"totalMinor":0,"lapsed":0},{"stage":"ONBOARDING","customers":0,"totalMinor":0,"lapsed":0},{"stage":"IN_USE","customers":0,' +
  '"totalMinor":0,"lapsed":0},{"stage":"HAPPINESS","customers":0,"totalMinor":0,"lapsed":0},{"stage":"LOYALTY","customers":0,"totalMinor":0,"la' +
  'psed":0},{"stage":"RECOMMENDATION","customers":0,"totalMinor":0,"lapsed":0}],"rfm":[{"group":"CHAMPIONS","customers":0,"revenueMinor":0},{"g' +
  'roup":"LOYAL_CUSTOMERS","customers":0,"revenueMinor":0},{"group":"POTENTIAL_LOYALISTS","customers":0,"revenueMinor":0},{"group":"NEW_CUSTOME' +
  'RS","customers":0,"revenueMinor":0},{"group":"PROMISING","customers":0,"revenueMinor":0},{"group":"NEED_ATTENTION","customers":0,"revenueMin' +
  'or":0},{"group":"ABOUT_TO_SLEEP","customers":0,"revenueMinor":0},{"group":"AT_RISK","customers":0,"revenueMinor":0},{"group":"CANNOT_LOSE_TH' +
  'EM","customers":0,"revenueMinor":0},{"group":"HIBERNATING","customers":0,"revenueMinor":0},{"group":"LOST","customers":0,"revenueMinor":0}],' +
  '"segments":{"rfm-champions":{"measure":"revenue","valueMinor":0},"rfm-loyal-customers":{"measure":"revenue","valueMinor":0},"rfm-potential-l' +
  'oyalists":{"measure":"revenue","valueMinor":0},"rfm-new-customers":{"measure":"revenue","valueMinor":0},"rfm-promising":{"measure":"revenue"' +
  ',"valueMinor":0},"rfm-need-attention":{"measure":"revenue","valueMinor":0},"rfm-about-to-sleep":{"measure":"revenue","valueMinor":0},"rfm-at' +
  '-risk":{"measure":"revenue","valueMinor":0},"rfm-cannot-lose-them":{"measure":"revenue","valueMinor":0},"rfm-hibernating":{"measure":"revenu' +
  'e","valueMinor":0},"rfm-lost":{"measure":"revenue","valueMinor":0},"hidden-influencers":{"measure":"","valueMinor":0},"advocates":{"measure"' +
  ':"","valueMinor":0},"win-back":{"measure":"","valueMinor":0},"keep-warm":{"measure":"","valueMinor":0},"valuable-with-complaint":{"measure":' +
  '"","valueMinor":0},"broad-buyers":{"measure":"","valueMinor":0},"low-yield":{"measure":"","valueMinor":0},"engaged-not-buying":{"measure":""' +
  ',"valueMinor":0}},"records":{"customers":0,"ties":0,"referrals":0,"danglingTies":0,"danglingReferrals":0,"acceptedReferrals":0,"rejectedRefe' +
  'rrals":{}},"influence":{"scales":{"score":{"version":0,"score":{"typical":0,"top":0}},"components":{"version":0,"reach":{"own":{"typical":0,' +
  '"top":0}},"amplification":{"typical":0,"top":0},"network":{"typical":0,"top":0}},"customers":0,"networkVersion":0},"rSquaredOnLogFollowers":' +
  '0,"customers":0,"bySource":[{"source":"own","rSquared":0,"customers":0}],"socialLift":null},"network":{"calibration":{"version":0,"asOfMs":0' +
  ',"evidenceEndsMs":0,"mode":"MEASURED","fixedKappa":null,"kappaBar":0,"kappaBarSource":"DEFAULT","exposureRate":null,"h":0,"hSource":"PRIOR",' +
  '"windowDays":0,"shrinkage":0,"kappaMax":0,"activityHalfLifeDays":0,"evidenceHalfLifeDays":0,"ties":{"FOLLOW":{"weight":0,"halfLifeDays":null' +
  '},"TRUST":{"weight":0,"halfLifeDays":null},"REPLY":{"weight":0,"halfLifeDays":0},"SHARE":{"weight":0,"halfLifeDays":0},"LIKE":{"weight":0,"h' +
  'alfLifeDays":0},"MENTION":{"weight":0,"halfLifeDays":0},"VISIT_TOGETHER":{"weight":0,"halfLifeDays":0},"OTHER":{"weight":0,"halfLifeDays":0}' +
  '},"evidence":{"followers":0,"purchases":0,"followedPurchases":0,"directionTest":null}},"mismatches":[],"directCredit":{"creditedMinor":0,"su' +
  'pportedMinor":0,"cutTo":0},"sweeps":0,"errorBound":0},"communities":{"count":0,"unconnected":0,"unconnectedMinor":0},"lifetime":{"horizonDay' +
  's":0,"annualDiscount":0,"measurableShare":0,"valueAtRiskMinor":0,"parameters":{"version":0,"adoptedOn":0,"fittedOn":0,"reason":"FIRST"},"bri' +
  'dge":{"fromDay":0,"toDay":0,"fromVersion":0,"toVersion":0,"beforeMinor":0,"timeMinor":0,"parametersMinor":0,"eventsMinor":0,"afterMinor":0}}' +
  ',"settings":{"marginRate":0,"kappa":null,"horizonDays":0,"annualDiscount":0,"lapsedBelow":0,"clvModel":"auto"},"inputsUpTo":0,"simulated":tr' +
  'ue,"flows":{"bits":0},"claims":{"bits":0}},"parameters":"","profiles":{"bits":0},"scoresBits":[0],"retired":[],"slots":{"observed-4":"","mod' +
  'elled-4":"","TOTAL_VALUE":"","TOTAL_VALUE+":"","DIRECT_VALUE":"","DIRECT_VALUE+":"","INDIRECT_VALUE":"","INDIRECT_VALUE+":"","REFERRAL_VALUE' +
  '":"","REFERRAL_VALUE+":"","NETWORK_VALUE":"","NETWORK_VALUE+":"","POTENTIAL_VALUE":"","POTENTIAL_VALUE+":"","INFLUENCE":"","INFLUENCE+":"","' +
  'ENGAGEMENT":"","ENGAGEMENT+":"","LAST_ORDER":"","LAST_ORDER+":"","segment-rfm-champions":"","segment-rfm-loyal-customers":"","segment-rfm-po' +
  'tential-loyalists":"","segment-rfm-new-customers":"","segment-rfm-promising":"","segment-rfm-need-attention":"","segment-rfm-about-to-sleep"' +
  ':"","segment-rfm-at-risk":"","segment-rfm-cannot-lose-them":"","segment-rfm-hibernating":"","segment-rfm-lost":"","segment-hidden-influencer' +
  's":"","segment-advocates":"","segment-win-back":"","segment-keep-warm":"","segment-valuable-with-complaint":"","segment-broad-buyers":"","se' +
  'gment-low-yield":"","segment-engaged-not-buying":"","segment-community-members":"","flows-6":"","flows-6+":"","claims-0":"","communities":""' +
  ',"reports":"","health":"","market":"","aggregates":"","notes":""},"credit":{"folder":"","bits":0,"fingerprint":"","mostGiven":0}}';
const DICTIONARY = { dictionary: Buffer.from(KNOWN) };

/** Text of a kind that is known, as it lies in the table. */
export const deflateKnown = (text: string): Uint8Array => deflateRawSync(text, { level: 9, ...DICTIONARY });

/** The reverse of {@link deflateKnown}. */
export const inflateKnown = (deflated: Uint8Array): string => inflateRawSync(deflated, DICTIONARY).toString('utf8');
