import { deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * What blocks and pages of lists begin with, known to deflate beforehand: names of columns are a tenth of what a night writes otherwise. These texts are
 * part of the stored format and never change; a column they do not name only takes its letters.
 */
const HEADERS =
  '{"layout":1,"count":156,"skip":1,"members":"","columns":[["tail",6,1],["rest",1,1,[]],["value.revenueMinor",4,1],["value.directMinor",1,1],' +
  '["value.referralMinor",1,1],["value.referralReceivedMinor",1,1],["value.referralGrossMinor",1,1],["value.referralPassedOnMinor",1,1],' +
  '["value.crvMinor",1,1],["value.networkMinor",1,1],["value.networkReceivedMinor",3,1],["value.networkPassedOnMinor",3,1],["value.uncosted",1,1],' +
  '["value.refundsMinor",1,1],["value.creditsMinor",1,1],["value.moneyBackAt",1,-86400000],["engagement.points",2,1],["lifecycle.quarter",1,1,' +
  '["MARKETING","SALES","SERVICE","HEALTH"]],["lifecycle.stage",1,1,["SUSPECT","PROSPECT","LEAD","OPPORTUNITY","FIRST_ORDER","ONBOARDING","IN_USE",' +
  '"HAPPINESS","LOYALTY","RECOMMENDATION"]],["lifecycle.since",5,-1000],["lifecycle.cycle",1,1],["lifecycle.dueDay",2,1],["lifecycle.usualGapDays",2,1],' +
  '["influence.score",2,10],["influence.network",2,10],["influence.reach",2,10],["influence.amplification",2,10],["influence.authenticity",2,10],' +
  '["influence.authenticityLow",2,10],["influence.authenticityHigh",2,10],["influence.calibration",1,1,["influence-1"]],["community",1,1,["c0","c1"]],' +
  '["toldInfluence",2,10]],"sets":[],"net":["value.directMinor","value.referralMinor","value.networkMinor"]}' +
  '{"layout":1,"count":156,"skip":1,"members":"","columns":[["value.potentialDirectMinor",4,1],["value.potentialIndirectMinor",3,1],' +
  '["clv.expectedOrders",2,1000],["clv.expectedOrderMarginMinor",3,1],["clv.predictedMinor",1,1],["clv.lowMinor",3,1],["clv.highMinor",3,1],' +
  '["clv.returnProbability",2,1000],["clv.expectedNextOrderDay",2,1],["clv.method",1,1,["MODELLED"]],["clv.confidence",2,1000],' +
  '["clv.valueAtRiskMinor",1,1],["rfm.recency",1,1],["rfm.frequency",1,1],["rfm.monetary",1,1],["rfm.group",1,1,["CHAMPIONS","LOYAL_CUSTOMERS",' +
  '"POTENTIAL_LOYALISTS","NEW_CUSTOMERS","PROMISING","NEED_ATTENTION","ABOUT_TO_SLEEP","AT_RISK","CANNOT_LOSE_THEM","HIBERNATING","LOST"]],' +
  '["lifecycle.lapsed",1,1]],"sets":[["segments",["brings-in-value","big-spenders","keep-warm","win-back","rising"]]],"net":["clv.predictedMinor","clv.valueAtRiskMinor"]}';
const LISTS =
  '{"layout":3,"count":500,"members":"","columns":[["potentialValue",4,1],["rfmGroup",1,1],["lapsed",1,1],["directValue",4,1],["referralValue",1,1],' +
  '["networkValue",4,1],["influence",2,10],["engagement",2,1],["lastOrderAt",5,-1000],["stage",1,1]]}';
const DICTIONARY = { dictionary: Buffer.from(LISTS + HEADERS) };

/** What lies in the table of a part of a block, or of columns of a list. */
export const deflateWithNames = (content: Uint8Array): Uint8Array =>
  deflateRawSync(content, { level: 6, ...DICTIONARY });

/** The reverse of {@link deflateWithNames}, and of deflate without a dictionary. */
export const inflateWithNames = (deflated: Uint8Array): Buffer => inflateRawSync(deflated, DICTIONARY);
