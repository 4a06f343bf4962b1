import { deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * What blocks of customers of layout 2 begin with, known to deflate beforehand: names of columns are a tenth of what a night writes otherwise. The text is
 * part of the stored format and never changes; a column it does not name only takes its letters. (dictionary.ts is that of what came before.)
 */
const HEADERS =
  '{"layout":2,"count":166,"skip":1,"members":"","columns":[["value.potentialDirectMinor",-1,1],["value.potentialIndirectMinor",-1,1],["clv.exp' +
  'ectedOrders",-1,1],["clv.predictedMinor",1,-86400000],["clv.lowMinor",-1,1],["clv.highMinor",-1,1],["clv.returnProbability",-1,1000],["clv.e' +
  'xpectedNextOrderDay",-1,1],["clv.valueAtRiskMinor",-1,1],["rfm.recency",-1,1],["rfm.group",1,-86400000,["CHAMPIONS","LOYAL_CUSTOMERS","POTEN' +
  'TIAL_LOYALISTS","NEW_CUSTOMERS","PROMISING","NEED_ATTENTION","ABOUT_TO_SLEEP","AT_RISK","CANNOT_LOSE_THEM","HIBERNATING","LOST"]],["lifecycl' +
  'e.lapsed",1,-86400000]],"sets":[["segments",["advocates","broad-buyers","engaged-not-buying","hidden-influencers","keep-warm","low-yield","v' +
  'aluable-with-complaint","win-back"]]],"net":["clv.expectedOrders","clv.predictedMinor","clv.lowMinor","clv.highMinor","clv.valueAtRiskMinor"' +
  ',"rfm.group","lifecycle.lapsed"],"fits":{"clv.expectedOrders":10,"clv.lowMinor":50,"clv.highMinor":17},"packed":1}{"layout":2,"count":166,"s' +
  'kip":1,"members":"","columns":[["tail",-1,1],["rest",1,-86400000,[]],["value.revenueMinor",-1,1],["value.directMinor",1,-86400000],["value.r' +
  'eferralMinor",1,-86400000],["value.referralReceivedMinor",1,-86400000],["value.referralGrossMinor",1,-86400000],["value.referralPassedOnMino' +
  'r",1,-86400000],["value.crvMinor",1,-86400000],["value.networkMinor",1,-86400000],["value.networkReceivedMinor",-1,1],["value.networkPassedO' +
  'nMinor",-1,1],["value.uncosted",1,1],["value.refundsMinor",1,-86400000],["value.creditsMinor",1,-86400000],["value.moneyBackAt",1,-86400000]' +
  ',["clv.expectedOrderMarginMinor",-1,1],["clv.method",1,-86400000,["MODELLED"]],["clv.confidence",-1,1000],["rfm.frequency",-1,1],["rfm.monet' +
  'ary",-1,1],["engagement.points",-1,1],["lifecycle.quarter",-1,1,["MARKETING","SALES","SERVICE","HEALTH"]],["lifecycle.stage",-1,1,["SUSPECT"' +
  ',"PROSPECT","LEAD","OPPORTUNITY","FIRST_ORDER","ONBOARDING","IN_USE","HAPPINESS","LOYALTY","RECOMMENDATION"]],["lifecycle.since",-1,-1000],[' +
  '"lifecycle.cycle",-1,1],["lifecycle.dueDay",1,-86400000],["lifecycle.usualGapDays",-1,1],["influence.score",-1,10],["influence.network",-1,1' +
  '0],["influence.reach",-1,10],["influence.amplification",1,-86400000],["influence.authenticity",1,1],["influence.authenticityLow",-1,10],["in' +
  'fluence.authenticityHigh",1,1],["influence.calibration",1,-86400000,["influence-1"]],["community",-1,1,["c0","c1","c10","c11","c12","c13","c' +
  '2","c3","c4","c5","c6","c7","c8","c9"]],["toldInfluence",-1,10]],"sets":[],"net":["value.directMinor","value.referralMinor","value.networkMi' +
  'nor","lifecycle.dueDay"],"fits":{},"packed":4}';
const DICTIONARY = { dictionary: Buffer.from(HEADERS) };

/** What lies in the table of a part of a block, but for what is packed already. */
export const deflateBehindHeaders = (content: Uint8Array): Uint8Array =>
  deflateRawSync(content, { level: 6, ...DICTIONARY });

/** The reverse of {@link deflateBehindHeaders}. */
export const inflateBehindHeaders = (deflated: Uint8Array): Buffer => inflateRawSync(deflated, DICTIONARY);
