import {
  getDirectiveValues,
  getNamedType,
  GraphQLError,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { SCOPES, type Principal, type Scope } from '../../domain/access/scopes.ts';
import { fragmentsOf } from './limits.ts';

/** Who may read a field: one of these is enough, no name at all is any caller there is. */
export interface Rule {
  readonly anyOf: readonly (Scope | 'ingest')[];
  /** It says something of everybody, so a caller bound to sources may not read it. */
  readonly ofAll: boolean;
}

/** `profile:read` as the schema writes it: PROFILE_READ. */
const BY_NAME: ReadonlyMap<string, Scope | 'ingest'> = new Map([
  ...SCOPES.map((scope) => [scope.replace(':', '_').toUpperCase(), scope] as const),
  ['INGEST', 'ingest'] as const,
]);

/** The rule of a field: its own, else that of its type; null where nobody gave one, which refuses it. */
export function ruleOf(
  schema: GraphQLSchema,
  parent: GraphQLNamedType,
  field: GraphQLField<unknown, unknown>,
): Rule | null {
  const directive = schema.getDirective('access');
  const node = [field.astNode, parent.astNode].find(
    (one) => directive && one?.directives?.some(({ name }) => name.value === directive.name),
  );
  const said = directive && node && getDirectiveValues(directive, node);
  if (!said) return null;
  return {
    anyOf: (said['anyOf'] as string[]).map((name) => BY_NAME.get(name)!),
    ofAll: said['ofAll'] === true,
  };
}

/** Whether a caller may read what a rule guards. */
export const allows = (rule: Rule | null, { scopes, ingest, sources }: Principal): boolean =>
  rule !== null &&
  (rule.anyOf.length === 0 || rule.anyOf.some((scope) => (scope === 'ingest' ? ingest.size > 0 : scopes.has(scope)))) &&
  !(rule.ofAll && sources !== null);

interface Asked {
  /** `Type.field`, as messages name it. */
  readonly field: string;
  readonly rule: Rule | null;
}

// A document is parsed once and asked many times: which fields it reads does not depend on who asks.
const known = new WeakMap<OperationDefinitionNode, readonly Asked[]>();

/** Every field an operation selects, each once. Conditions (@skip, @include) are not looked at: what may be read must be allowed. */
function fieldsAsked(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly Asked[] {
  const before = known.get(operation);
  if (before !== undefined) return before;
  const fragments = fragmentsOf(document);
  const asked = new Map<string, Asked>();
  const seen = new Set<SelectionSetNode>();
  const walk = (selections: SelectionSetNode, parent: GraphQLNamedType): void => {
    if (seen.has(selections)) return;
    seen.add(selections);
    for (const node of selections.selections) {
      if (node.kind === Kind.FIELD) {
        const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
        // __typename and introspection tell of the schema, not of customers.
        if (field === undefined) continue;
        const name = `${parent.name}.${field.name}`;
        if (!asked.has(name)) asked.set(name, { field: name, rule: ruleOf(schema, parent, field) });
        if (node.selectionSet) walk(node.selectionSet, getNamedType(field.type));
      } else {
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
        const condition = fragment?.typeCondition?.name.value;
        const type = condition === undefined ? parent : schema.getType(condition);
        if (fragment && type) walk(fragment.selectionSet, type);
      }
    }
  };
  const root = schema.getRootType(operation.operation);
  if (root) walk(operation.selectionSet, root);
  const fields = [...asked.values()];
  known.set(operation, fields);
  return fields;
}

/** Fields an error names before it says how many more there are. */
const NAMED = 10;

/**
 * Refuses an operation that reads a field its caller may not, before any of it runs.
 *
 * Nobody who shows nothing changes anything, whatever the field asks for.
 *
 * @throws GraphQLError FORBIDDEN with `fields` and, where a scope would do, `scopes` of which each field needs one
 */
export function assertAllowed(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  principal: Principal,
): void {
  const refused = fieldsAsked(schema, document, operation).filter(({ rule }) => !allows(rule, principal));
  if (refused.length === 0 && operation.operation === 'mutation' && principal.kind === 'DEVELOPMENT')
    throw new GraphQLError(
      'Without a key this machine answers readers only. Send "Authorization: Bearer kring_…" with the key that the first start showed, or make one: kring keys create.',
      { extensions: { code: 'FORBIDDEN', http: { status: 403 } } },
    );
  if (refused.length === 0) return;
  const names = refused.map(({ field }) => field);
  const isBound = principal.sources !== null && refused.some(({ rule }) => rule?.ofAll === true);
  const scopes = [...new Set(refused.flatMap(({ rule }) => rule?.anyOf ?? []))];
  throw new GraphQLError(
    `"${principal.name}" may not read ${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ''}. ` +
      (isBound
        ? 'It sees customers of its own sources only, and nothing about all of them.'
        : `That needs ${scopes.join(' or ')}: ask whoever made the key, or leave the fields out.`),
    { extensions: { code: 'FORBIDDEN', http: { status: 403 }, fields: names.slice(0, NAMED), scopes } },
  );
}
