/** The schema with its resolvers: parsed and built as it is, since a test holds that it is valid; what checks it at every start takes five times as long. */
import {
  buildASTSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
  parse,
  valueFromAST,
  type GraphQLArgument,
  type GraphQLFieldResolver,
  type GraphQLInputField,
  type GraphQLSchema,
  type GraphQLTypeResolver,
} from 'graphql';

type OfType = Readonly<Record<string, unknown>>;

const unknown = (what: string): Error => new Error(`a resolver is of ${what}, which the schema does not have`);

/** A default that a scalar of ours reads was read before it could. */
function readAgain(inputs: readonly (GraphQLArgument | GraphQLInputField)[], scalars: ReadonlySet<string>): void {
  for (const input of inputs) {
    const node = input.astNode?.defaultValue;
    if (node && scalars.has(getNamedType(input.type).name)) input.defaultValue = valueFromAST(node, input.type);
  }
}

/**
 * @param sdl valid, by test/schema
 * @throws for a resolver of something that is not there
 */
export function executableSchema(sdl: string, resolvers: object): GraphQLSchema {
  const schema = buildASTSchema(parse(sdl, { noLocation: true }), { assumeValid: true, assumeValidSDL: true });
  const scalars = new Set<string>();
  for (const [name, of] of Object.entries(resolvers) as [string, OfType][]) {
    const type = schema.getType(name);
    if (isScalarType(type)) {
      const { serialize, parseValue, parseLiteral } = of;
      Object.assign(type, { serialize, parseValue, parseLiteral });
      scalars.add(name);
    } else if (isUnionType(type) || isInterfaceType(type)) {
      type.resolveType = of['__resolveType'] as GraphQLTypeResolver<unknown, unknown>;
    } else if (isObjectType(type)) {
      const fields = type.getFields();
      for (const [field, resolve] of Object.entries(of)) {
        const found = fields[field];
        if (found === undefined) throw unknown(`${name}.${field}`);
        found.resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
      }
    } else throw unknown(name);
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) readAgain(Object.values(type.getFields()), scalars);
    else if (isObjectType(type) || isInterfaceType(type))
      for (const { args } of Object.values(type.getFields())) readAgain(args, scalars);
  }
  return schema;
}
