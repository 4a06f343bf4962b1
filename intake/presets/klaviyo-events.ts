import type { Preset, SourceRecord, Translated } from './preset.ts';

/** Metrics of Klaviyo that say how far a mailing got, or what was looked at. A click proves that it was read. */
const KNOWN: Readonly<Record<string, readonly [type: string, channel: string]>> = {
  'received email': ['NEWSLETTER_RECEIVED', 'EMAIL'],
  'opened email': ['NEWSLETTER_OPENED', 'EMAIL'],
  'clicked email': ['NEWSLETTER_READ', 'EMAIL'],
  'active on site': ['PAGE_VIEW', 'WEB'],
  'viewed product': ['PAGE_VIEW', 'WEB'],
};
/** What other files say better, and what is none of a customer's doing. */
const LEFT_OUT =
  /^(placed|fulfilled|cancel+ed|refunded) order$|^ordered product$|^fulfilled partial order$|^(bounced|dropped) email$|^marked email as spam$|^(un)?subscribed|sms|push/i;

const properties = (of: SourceRecord, name: string): string =>
  of.cell(`attributes.event_properties.${name}`, `event_properties.${name}`);

function eventOf([of]: readonly SourceRecord[]): readonly Translated[] {
  const event = of!;
  const name = event.cell('event_name', 'attributes.metric.name', 'metric.name');
  const [type, channel] = KNOWN[name.toLowerCase()] ?? [name === '' ? '' : 'OTHER', 'WEB'];
  if (LEFT_OUT.test(name))
    return [
      {
        of: event,
        told: {
          field: 'type',
          reason: 'is left out: orders come from the shop, and the rest is nothing a customer did',
          value: name,
        },
      },
    ];
  return [
    {
      of: event,
      values: {
        id: event.cell('id'),
        customer:
          event.cell('person.email') ||
          event.cell('person.$email') ||
          event.cell('attributes.profile.email') ||
          event.cell('relationships.profile.data.id') ||
          event.cell('person.id'),
        type,
        channel,
        occurredAt: event.cell('attributes.datetime', 'datetime'),
        objectRef:
          properties(event, '$message') ||
          properties(event, 'Campaign Name') ||
          properties(event, 'Subject') ||
          properties(event, 'ProductName') ||
          (type === 'OTHER' ? name : ''),
      },
    },
  ];
}

/** Events of Klaviyo as its API gives them, of either generation. */
export const klaviyoEvents: Preset<'interactions'> = {
  name: 'klaviyo-events',
  header: [
    'id',
    ['attributes.datetime', 'datetime'],
    ['relationships.metric.data.id', 'event_name'],
    ['relationships.profile.data.id', 'person.id', 'person.email', 'person.$email'],
  ],
  source: 'klaviyo',
  describes: {
    file: 'Klaviyo: events of its API as JSON (an array, or an object a line). The newer API names a metric by id only: export one metric and add `--set type=NEWSLETTER_OPENED`',
    becomes:
      'Received Email → NEWSLETTER_RECEIVED, Opened Email → NEWSLETTER_OPENED, Clicked Email → NEWSLETTER_READ, Active on Site and Viewed Product → PAGE_VIEW, other metrics → OTHER; id → id, the e-mail address (else the id of the profile) → customer, datetime → date, $message, Campaign Name or Subject → what it was about',
    refused:
      'events of nobody, or whose metric is not named. Orders, bounces, subscriptions, SMS and push are left out, told',
  },
  kinds: {
    interactions: {
      translation: {
        fields: ['id', 'customer', 'type', 'channel', 'occurredAt', 'objectRef'],
        ids: { id: 'id' },
        translate: eventOf,
      },
    },
  },
};
