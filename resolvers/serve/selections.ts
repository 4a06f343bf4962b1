/** Which fields a selection asks for, as graphql-js collects them: GraphQL, "CollectFields". */
import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
  typeFromAST,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

/** What collecting needs beside the selection. */
export interface Within {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Variables;
}

/** The fields of some selections on one type, by the names they have in the answer, in the order of the answer. */
export function collectFields(
  within: Within,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const { schema, fragments, variables } = within;
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  const isAsked = (node: SelectionNode): boolean =>
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false;
  const isOf = ({ typeCondition }: FragmentDefinitionNode | InlineFragmentNode): boolean => {
    if (typeCondition === undefined) return true;
    const condition = typeFromAST(schema, typeCondition);
    return condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));
  };
  const ofSet = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        if (visited.has(node.name.value) || !isAsked(node)) continue;
        visited.add(node.name.value);
        const fragment = fragments.get(node.name.value);
        if (fragment !== undefined && isOf(fragment)) ofSet(fragment.selectionSet);
      } else if (!isAsked(node)) continue;
      else if (node.kind === Kind.INLINE_FRAGMENT) {
        if (isOf(node)) ofSet(node.selectionSet);
      } else {
        const key = (node.alias ?? node.name).value;
        const nodes = fields.get(key);
        if (nodes === undefined) fields.set(key, [node]);
        else nodes.push(node);
      }
    }
  };
  for (const set of sets) ofSet(set);
  return fields;
}

/** What of a document depends on more than the document. */
export interface Shape {
  /** Variables that say whether something is asked for at all (@skip, @include). */
  readonly conditions: readonly string[];
  /** Whether it asks about the schema. */
  readonly introspects: boolean;
}

export function shapeOf(document: DocumentNode): Shape {
  const conditions = new Set<string>();
  let introspects = false;
  visit(document, {
    Field: ({ name }) => {
      introspects ||= name.value === '__schema' || name.value === '__type';
    },
    Directive: ({ name, arguments: given = [] }) => {
      if (name.value !== GraphQLSkipDirective.name && name.value !== GraphQLIncludeDirective.name) return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) conditions.add(value.name.value);
    },
  });
  return { conditions: [...conditions].sort(), introspects };
}

/** What the variables make of the conditions, as text; null where one of them is neither true nor false. */
export function holding(conditions: readonly string[], variables: Variables): string | null {
  let text = '';
  for (const name of conditions) {
    const value = variables[name];
    if (typeof value !== 'boolean') return null;
    text += value ? '1' : '0';
  }
  return text;
}
