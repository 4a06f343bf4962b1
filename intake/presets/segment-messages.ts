import type { Preset, SourceRecord, Translated } from './preset.ts';

function messageOf([of]: readonly SourceRecord[]): readonly Translated[] {
  const record = of!;
  if (record.text.trimStart().startsWith('{'))
    return [{ of: record, values: { message: record.text, currency: record.cell('properties.currency') } }];
  const reason = 'is no JSON: messages are read from NDJSON or a JSON array, as the warehouse or a webhook wrote them';
  return [{ of: record, fault: { field: 'message', reason, value: record.text.slice(0, 60) } }];
}

/** Calls of the Segment spec, one an object. What they become is said in ../messages/, for files and the HTTP API alike. */
export const segmentMessages: Preset<'messages'> = {
  name: 'segment-messages',
  header: ['messageId', 'type', ['userId', 'anonymousId'], ['timestamp', 'originalTimestamp', 'sentAt']],
  source: 'segment',
  describes: {
    file: 'Segment, RudderStack: calls as JSON, one a line (a storage destination) or an array',
    becomes:
      'userId → customer, anonymousId → one of its own until it turns out whose it is; Order Completed and Order Updated with products[] → order, Order Cancelled and Order Refunded → what they do to it; page, screen and the events of the ecommerce and e-mail specs that have a type → interactions; traits → name, e-mail, phone, country, region; group → account; alias and anonymousId → names of one person ([streaming](streaming.md))',
    refused:
      'calls of nobody, without a time, over 32 KB, or whose order cannot be read. Events that are no order and no known interaction are left out, told and counted by name',
  },
  kinds: {
    messages: { translation: { fields: ['message', 'currency'], ids: {}, translate: messageOf } },
  },
};
