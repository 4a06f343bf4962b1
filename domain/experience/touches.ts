import type { Channel, Interaction, InteractionType } from '../events.ts';

/** Channels without a person or a place: what is done on a screen. The others are offline; together they are all. */
const ONLINE = new Set<Channel>(['EMAIL', 'WEB', 'APP', 'PORTAL', 'SOCIAL', 'CHAT']);

export const isOnline = (channel: Channel): boolean => ONLINE.has(channel);

/** Steps on the way to a purchase; what is done with a purchase (service, complaints, reviews) is none. */
const ORIENTATION = new Set<InteractionType>([
  'NEWSLETTER_OPENED',
  'NEWSLETTER_READ',
  'SOCIAL_FOLLOW',
  'SOCIAL_LIKE',
  'PORTAL_LOGIN',
  'SALES_CONTACT',
  'PROMOTION_SEEN',
  'PROMOTION_REDEEMED',
  'PAGE_VIEW',
  'STORE_VISIT',
]);

/** Whether an interaction is a step of the customer's on the way to a purchase. */
export const isOrientation = ({ type }: Pick<Interaction, 'type'>): boolean => ORIENTATION.has(type);

/** Whether an interaction may have moved somebody to buy: a step of their own, or a letter that came. */
export const isStimulus = ({ type }: Pick<Interaction, 'type'>): boolean =>
  ORIENTATION.has(type) || type === 'NEWSLETTER_RECEIVED';
