import { describe, expect, it } from 'vitest';
import { INTERACTION_TYPES, type InteractionType } from '../../../domain/events.ts';
import { signalsOf, type Signals } from '../../../domain/lifecycle/signals.ts';
import { interaction } from '../events.ts';

const signals = (type: InteractionType, valence?: number): Signals =>
  signalsOf(interaction(type, 0, 'x', valence === undefined ? {} : { valence }));
const typesThat = (signal: keyof Signals, valence?: number): InteractionType[] =>
  INTERACTION_TYPES.filter((type) => signals(type, valence)[signal]);

describe('what an interaction says', () => {
  it('nothing of the customer, where it was done to them', () => {
    expect(INTERACTION_TYPES.filter((type) => !signals(type).ownAction)).toEqual([
      'NEWSLETTER_RECEIVED',
      'COMPLAINT_RESOLVED',
      'PROMOTION_SEEN',
      'DELIVERY',
      'OTHER',
    ]);
  });
  it.each<[keyof Signals, InteractionType[]]>([
    ['buyingInterest', ['SALES_CONTACT', 'PROMOTION_REDEEMED', 'STORE_VISIT']],
    ['salesContact', ['SALES_CONTACT']],
    ['onboarding', ['PORTAL_LOGIN', 'SUPPORT_CONTACT', 'DELIVERY']],
    ['use', ['PORTAL_TASK', 'COMPLAINT_OPENED', 'SURVEY_RESPONSE', 'REVIEW']],
    ['happiness', []],
    ['recommendation', ['SOCIAL_SHARE', 'SOCIAL_MENTION']],
  ])('%s: %j, when nothing is known of the tone', (signal, types) => {
    expect(typesThat(signal)).toEqual(types);
  });
  it('that somebody is content, when an opinion is above neutral', () => {
    const opinions = ['COMPLAINT_RESOLVED', 'SUPPORT_CONTACT', 'SURVEY_RESPONSE', 'REVIEW'];
    expect(typesThat('happiness', 0.1)).toEqual(opinions);
    expect(typesThat('happiness', 0)).toEqual([]);
  });
  it('that somebody recommends: an answer or review of 9 or 10 of 10, and what is public unless it is not kind', () => {
    expect(typesThat('recommendation', 0.8)).toEqual(['SOCIAL_SHARE', 'SOCIAL_MENTION', 'SURVEY_RESPONSE', 'REVIEW']);
    expect(typesThat('recommendation', 0.79)).toEqual(['SOCIAL_SHARE', 'SOCIAL_MENTION']);
    expect(typesThat('recommendation', 0)).toEqual([]);
    expect(typesThat('recommendation', -1)).toEqual([]);
  });
});
