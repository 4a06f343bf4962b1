import type { ApolloServerPlugin } from '@apollo/server';
import { getDirectiveValues, getVariableValues, GraphQLError } from 'graphql';
import type { Principal } from '../../domain/access/scopes.ts';
import type { RequestContext } from './context.ts';
import { keyOf } from '../wire/ids.ts';

/** The answer to a caller who asks for the past without being granted it. */
export const needsAsOf = ({ name }: Principal): GraphQLError =>
  new GraphQLError(`"${name}" may not ask for the past. That needs runs:asof.`, {
    extensions: { code: 'FORBIDDEN', http: { status: 403 }, scopes: ['runs:asof'] },
  });

/**
 * `query @view(run: …)`: the whole answer is of a run of the past instead of the visible one. The operation says so once, and
 * every field below reads the one generation that the request's loaders give.
 */
export const viewOfThePast: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, operation, request, contextValue }) => {
      const directive = schema.getDirective('view');
      if (!directive || !operation?.directives?.some(({ name }) => name.value === directive.name)) return;
      if (!contextValue.principal.scopes.has('runs:asof')) throw needsAsOf(contextValue.principal);
      // Variables that do not fit are told by the execution that follows.
      const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], request.variables ?? {});
      const run = coerced && getDirectiveValues(directive, operation, coerced)?.['run'];
      if (typeof run === 'string') contextValue.loaders.readView(keyOf('EnrichmentRun', run) ?? '');
    },
  }),
};
