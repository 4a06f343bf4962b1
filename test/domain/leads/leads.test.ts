import { describe, expect, it } from 'vitest';
import { leadStageOf, stageRecords, triage, type TriageTerms } from '../../../domain/leads/leads.ts';

const way = (prospectAt: number, leadAt = Number.NaN, opportunityAt = Number.NaN, hasOrdered = false) => ({
  prospectAt,
  leadAt,
  opportunityAt,
  hasOrdered,
});

describe('how far somebody came before an order', () => {
  it('is the furthest stage; of suspects, and who was told of by an order first, there is none', () => {
    expect(leadStageOf(way(1, 2, 3))).toBe('OPPORTUNITY');
    expect(leadStageOf(way(1, 2))).toBe('LEAD');
    expect(leadStageOf(way(1))).toBe('PROSPECT');
    expect(leadStageOf(way(Number.NaN))).toBeNull();
  });
  it('says what became of others, drawn to everybody where few came', () => {
    const ways = [
      ...Array.from({ length: 40 }, (_, k) => way(1, 2, Number.NaN, k < 20)),
      ...Array.from({ length: 60 }, (_, k) => way(1, Number.NaN, Number.NaN, k < 10)),
      way(Number.NaN, Number.NaN, Number.NaN, true),
    ];
    const [opportunity, lead, prospect] = stageRecords(ways);
    expect(opportunity).toEqual({ stage: 'OPPORTUNITY', reached: 0, won: 0, chance: 0.3 });
    expect(lead).toMatchObject({ reached: 40, won: 20, chance: (20 + 3) / 50 });
    expect(prospect).toMatchObject({ reached: 60, won: 10, chance: (10 + 3) / 70 });
    expect(stageRecords([]).map(({ chance }) => chance)).toEqual([null, null, null]);
  });
});

describe('triage', () => {
  const terms: TriageTerms = {
    stages: [
      { stage: 'OPPORTUNITY', reached: 20, won: 10, chance: 0.5 },
      { stage: 'LEAD', reached: 50, won: 10, chance: 0.2 },
      { stage: 'PROSPECT', reached: 100, won: 5, chance: 0.05 },
    ],
    wonMinor: 10_000,
    minutesEach: 20,
    capacityMinutes: 50,
  };
  const leads = [
    { key: 'a', stage: 'OPPORTUNITY', daysSinceLast: 3 },
    { key: 'silent', stage: 'OPPORTUNITY', daysSinceLast: 366 },
    { key: 'b', stage: 'LEAD', daysSinceLast: 10 },
    { key: 'c', stage: 'LEAD', daysSinceLast: 365 },
    { key: 'd', stage: 'PROSPECT', daysSinceLast: 1 },
  ] as const;

  it('spends the minutes on those worth most, and gives everybody else an action with its reason', () => {
    const found = triage(leads, terms);
    expect(found.map(({ key, action }) => [key, action])).toEqual([
      ['a', 'CONTACT'],
      ['silent', 'DECLINE'],
      ['b', 'CONTACT'],
      ['c', 'NURTURE'],
      ['d', 'SELF_SERVE'],
    ]);
    expect(found.map(({ expectedMinor }) => expectedMinor)).toEqual([5000, 5000, 2000, 2000, 500]);
    expect(found[0]).toMatchObject({ perMinuteMinor: 250, reason: expect.stringContaining('Of 20 who came this far') });
    expect(found[1]!.reason).toBe('Silent for 366 days.');
  });
  it('contacts nobody without minutes, and everybody worth something with enough', () => {
    const actions = (capacityMinutes: number) =>
      triage(leads, { ...terms, capacityMinutes }).map(({ action }) => action);
    expect(actions(0)).not.toContain('CONTACT');
    expect(actions(80)).toEqual(['CONTACT', 'DECLINE', 'CONTACT', 'CONTACT', 'CONTACT']);
  });
  it('declines who is expected to bring nothing', () => {
    expect(triage(leads.slice(0, 1), { ...terms, wonMinor: 0 })[0]).toMatchObject({ action: 'DECLINE' });
    expect(triage(leads.slice(0, 1), { ...terms, stages: [] })[0]).toMatchObject({ action: 'DECLINE', chance: 0 });
  });
});
