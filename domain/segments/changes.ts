/**
 * What a run says of a customer in words, and what of it changed since the run before: membership of segments, RFM group, stage of the lifecycle, band of
 * health. Membership comes with what every condition of the rule answered, so that a change of it has a reason.
 */
import type { CustomerProfile } from '../profile/profile.ts';
import { answering, conditionsIn, LETTER, truthOf, type Truth } from './evaluate.ts';
import { isListOf, type SegmentRule } from './rules.ts';
import { conditionText, ruleText } from './text.ts';

/** A segment whose members are told: RFM groups are not, which follow from the group. */
export interface LabelledSegment {
  readonly key: string;
  /** The rule in words: another text is another rule. */
  readonly text: string;
  /** How many conditions it has. */
  readonly conditions: number;
}

/** What a run says of one customer. */
export interface Labels {
  readonly rfmGroup: string | null;
  /** Fifths of recency, frequency and money, such as `543`; empty without a group. */
  readonly fifths: string;
  readonly stage: string | null;
  readonly healthBand: string | null;
  /** Of each segment one letter for the membership and one for each condition. */
  readonly answers: string;
}

export const WORD_KINDS = ['RFM_GROUP', 'STAGE', 'HEALTH_BAND'] as const;
export type WordKind = (typeof WORD_KINDS)[number];

/** A condition that answers otherwise than at the run before. */
export interface ConditionChange {
  readonly text: string;
  readonly before: Truth;
  readonly after: Truth;
}

/** RULE: what is known of the customer. LIST: somebody put them on the list, or took them off. DEFINITION: the rule was changed. FIRST_SEEN: no run knew the customer before. */
export type Why = 'RULE' | 'LIST' | 'DEFINITION' | 'FIRST_SEEN';

export interface MembershipChange {
  readonly kind: 'SEGMENT';
  /** The instant of the run that found it, epoch ms. */
  readonly at: number;
  readonly segment: string;
  readonly entered: boolean;
  readonly why: Why;
  /** What turned the membership, where RULE says so; the first {@link CONDITIONS} of it. */
  readonly conditions: readonly ConditionChange[];
}

export interface WordChange {
  readonly kind: WordKind;
  readonly at: number;
  readonly from: string | null;
  readonly to: string | null;
  /** What moved it, where that is known: `recency 5 → 4`. */
  readonly because: string | null;
}

export type LabelChange = MembershipChange | WordChange;

const CONDITIONS = 5;

/** What a run keeps of a segment beside the answers. */
export const labelled = ({ key, rule }: { readonly key: string; readonly rule: SegmentRule }): LabelledSegment => ({
  key,
  text: ruleText(rule),
  conditions: conditionsIn(rule).length,
});

/** The words of a profile. @param answers of the customer's segments */
export const labelsOf = (
  { rfm, lifecycle }: Pick<CustomerProfile, 'rfm' | 'lifecycle'>,
  healthBand: string | null,
  answers: string,
): Labels => ({
  rfmGroup: rfm?.group ?? null,
  fifths: rfm === null ? '' : `${rfm.recency}${rfm.frequency}${rfm.monetary}`,
  stage: lifecycle.stage,
  healthBand,
  answers,
});

/** Labels as text: equal text, equal labels. */
export const encodeLabels = ({ rfmGroup, fifths, stage, healthBand, answers }: Labels): string =>
  `${rfmGroup ?? ''};${fifths};${stage ?? ''};${healthBand ?? ''};${answers}`;

/** What {@link encodeLabels} wrote. */
export function decodeLabels(text: string): Labels {
  const [rfmGroup, fifths, stage, healthBand, answers] = text.split(';');
  const word = (one: string | undefined): string | null => (one === undefined || one === '' ? null : one);
  return {
    rfmGroup: word(rfmGroup),
    fifths: fifths ?? '',
    stage: word(stage),
    healthBand: word(healthBand),
    answers: answers ?? '',
  };
}

/** Whether a customer was in a segment, by the first letter of its answers; null where nobody tried. */
const isMember = (answers: string | undefined): Truth => truthOf(answers?.[0]);

/** The answers of each segment by its key. */
export function answersBySegment(segments: readonly LabelledSegment[], answers: string): Map<string, string> {
  let at = 0;
  return new Map(segments.map(({ key, conditions }) => [key, answers.slice(at, (at += 1 + conditions))]));
}

/** {@link Labels} with the segments their answers are of. */
export interface LabelsOf {
  readonly segments: readonly LabelledSegment[];
  readonly labels: Labels;
}

/**
 * The same labels with answers in another order of segments: of those nobody tried then, or by another rule, nothing is known but the membership.
 */
export function inOrderOf({ segments, labels }: LabelsOf, others: readonly LabelledSegment[]): Labels {
  const known = answersBySegment(segments, labels.answers);
  const texts = new Map(segments.map(({ key, text }) => [key, text]));
  const answers = others.map(({ key, text, conditions }) =>
    texts.get(key) === text
      ? known.get(key)!
      : (known.get(key)?.[0] ?? LETTER.unknown) + LETTER.unknown.repeat(conditions),
  );
  return { ...labels, answers: answers.join('') };
}

/** Reads rules that were tried: by key. */
export type RuleOf = (key: string) => SegmentRule;

/**
 * What changed of a customer from one run to the next, segments in the order of `after`.
 *
 * @param before null where no run knew the customer
 */
export function changesBetween(before: LabelsOf | null, after: LabelsOf, at: number, ruleOf: RuleOf): LabelChange[] {
  const changes: LabelChange[] = [];
  const was = before === null ? null : answersBySegment(before.segments, before.labels.answers);
  const texts = new Map(before?.segments.map(({ key, text }) => [key, text]));
  for (const [place, [key, answers]] of [...answersBySegment(after.segments, after.labels.answers)].entries()) {
    const [then, now] = [was === null ? false : isMember(was.get(key)), isMember(answers)];
    // Of a segment that was not there nobody can have left.
    if (then === null || now === null || then === now) continue;
    const rule = ruleOf(key);
    const isSame = texts.get(key) === after.segments[place]!.text;
    const why = isListOf(rule, key) ? 'LIST' : was === null ? 'FIRST_SEEN' : isSame ? 'RULE' : 'DEFINITION';
    const conditions = why === 'RULE' ? turnedBy(rule, was!.get(key)!.slice(1), answers.slice(1)) : [];
    changes.push({ kind: 'SEGMENT', at, segment: key, entered: now, why, conditions });
  }
  const word = (kind: WordKind, of: (labels: Labels) => string | null, because: string | null = null): void => {
    const [from, to] = [before === null ? null : of(before.labels), of(after.labels)];
    if (from !== to) changes.push({ kind, at, from, to, because });
  };
  word('RFM_GROUP', ({ rfmGroup }) => rfmGroup, before && fifthsMoved(before.labels.fifths, after.labels.fifths));
  word('STAGE', ({ stage }) => stage);
  word('HEALTH_BAND', ({ healthBand }) => healthBand);
  return changes;
}

const FIFTHS = ['recency', 'frequency', 'money'] as const;

function fifthsMoved(before: string, after: string): string | null {
  if (before === '' || after === '') return null;
  const moved = FIFTHS.flatMap((name, k) => (before[k] === after[k] ? [] : [`${name} ${before[k]} → ${after[k]}`]));
  return moved.length === 0 ? null : moved.join(', ');
}

/**
 * The conditions that turned a membership: each without whose other answer it would have stayed as it was; where it takes several together, all that answer
 * otherwise.
 */
export function turnedBy(rule: SegmentRule, before: string, after: string): ConditionChange[] {
  const { holds } = answering(rule);
  const now = holds(after) === true;
  const changed = conditionsIn(rule).flatMap((condition, place) =>
    before[place] === after[place]
      ? []
      : [
          {
            isDecisive: (holds(after.slice(0, place) + before[place]! + after.slice(place + 1)) === true) !== now,
            change: {
              text: conditionText(condition),
              before: truthOf(before[place]),
              after: truthOf(after[place]),
            },
          },
        ],
  );
  const decisive = changed.filter(({ isDecisive }) => isDecisive);
  return (decisive.length > 0 ? decisive : changed).slice(0, CONDITIONS).map(({ change }) => change);
}

/** What a condition does since the run that found the change. */
const saying = ({ text, after }: ConditionChange): string =>
  `${text} ${after === null ? 'is unknown now' : after ? 'holds now' : 'holds no more'}`;

/** Why a membership changed, in words. */
export function reasonOf({
  why,
  conditions,
  entered,
}: Pick<MembershipChange, 'why' | 'conditions' | 'entered'>): string {
  if (why === 'LIST') return entered ? 'put on the list' : 'taken off the list';
  if (why === 'FIRST_SEEN') return 'first seen by a run';
  if (why === 'DEFINITION') return 'the rule was changed';
  return conditions.map(saying).join('; ');
}

/** Changes of a customer that are kept beside the newest of each kind of word. */
export const KEPT_CHANGES = 12;

/** The newest of a customer's changes, the oldest first: {@link KEPT_CHANGES}, and the last of each kind of word. */
export function newest(changes: readonly LabelChange[]): LabelChange[] {
  const last = new Set(WORD_KINDS.map((kind) => changes.findLastIndex((one) => one.kind === kind)));
  return changes.filter((_, place) => place >= changes.length - KEPT_CHANGES || last.has(place));
}
