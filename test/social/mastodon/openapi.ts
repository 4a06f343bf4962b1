import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { StubAnswer, StubHandler, StubRequest } from '../stub-server.ts';

const PATH = join(import.meta.dirname, '../../../../shared/data/mastodon-openapi-4.7.0.json');

/** Whether the provider's description is at hand; where it is not, requests and answers are held to nothing but our reading of its pages. */
export const hasDescription = existsSync(PATH);

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: { readonly type?: string };
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: object } } };
  readonly responses: Readonly<
    Record<string, { readonly content?: { readonly 'application/json'?: { readonly schema: object } } }>
  >;
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/** What a handler is asked and answers that the description does not have, as sentences. */
export interface Findings {
  readonly handler: StubHandler;
  readonly found: string[];
  /** Operations met, as `GET /api/v1/accounts`. */
  readonly met: Set<string>;
}

/** Wraps a handler so that every request and every good answer is compared with the provider's OpenAPI description. */
export function heldToDescription(handler: StubHandler): Findings {
  const { description, faultsOf } = (read ??= readDescription());
  const found: string[] = [];
  const met = new Set<string>();
  return {
    found,
    met,
    handler(request) {
      const answer = handler(request);
      const operation = operationOf(description, request);
      if (operation === null) {
        found.push(`${request.method} ${request.url.pathname} is not described`);
        return answer;
      }
      const [path, described] = operation;
      const name = `${request.method} ${path}`;
      met.add(name);
      found.push(...requestFaults(described, request, faultsOf).map((fault) => `${name}: ${fault}`));
      found.push(...answerFaults(described, answer, faultsOf).map((fault) => `${name} answers: ${fault}`));
      return answer;
    },
  };
}

let read: { readonly description: Description; readonly faultsOf: FaultsOf } | null = null;

function readDescription(): NonNullable<typeof read> {
  const text = readFileSync(PATH, 'utf8').replaceAll('#/components/schemas/', '#/$defs/');
  const description = JSON.parse(text) as Description;
  const validators = new Map<object, z.ZodType>();
  return {
    description,
    faultsOf(schema, value) {
      let validator = validators.get(schema);
      if (validator === undefined) {
        const whole = { ...schema, $defs: description.components.schemas };
        validator = z.fromJSONSchema(whole as z.core.JSONSchema.JSONSchema);
        validators.set(schema, validator);
      }
      const { error } = validator.safeParse(value);
      return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
    },
  };
}

function operationOf({ paths }: Description, { method, url }: StubRequest): [string, Operation] | null {
  const matches = Object.keys(paths).filter((path) =>
    new RegExp(`^${path.replaceAll(/\{\w+\}/gu, '[^/]+')}$`, 'u').test(url.pathname),
  );
  // A path without parameters is meant where both match.
  const path = matches.find((each) => !each.includes('{')) ?? matches[0];
  const operation = path === undefined ? undefined : paths[path]![method.toLowerCase()];
  return operation === undefined ? null : [path!, operation];
}

type FaultsOf = (schema: object, value: unknown) => string[];

function requestFaults(operation: Operation, { url, body }: StubRequest, faultsOf: FaultsOf): string[] {
  const faults: string[] = [];
  for (const name of new Set(url.searchParams.keys())) {
    const isList = name.endsWith('[]');
    const parameter = operation.parameters?.find((each) => each.in === 'query' && each.name === name.replace('[]', ''));
    if (parameter === undefined) {
      faults.push(`there is no parameter ${name}`);
      continue;
    }
    const values = url.searchParams.getAll(name).map((value) => typed(parameter.schema, value));
    faults.push(...faultsOf(parameter.schema, isList ? values : values[0]));
  }
  const schema = operation.requestBody?.content['application/json'].schema as
    | { readonly properties?: Readonly<Record<string, unknown>> }
    | undefined;
  if (body === '') return schema === undefined ? faults : [...faults, 'the body is missing'];
  const sent = JSON.parse(body) as Record<string, unknown>;
  if (schema === undefined) return [...faults, 'takes no body'];
  const unknown = Object.keys(sent).filter((field) => !(field in (schema.properties ?? {})));
  return [...faults, ...unknown.map((field) => `there is no field ${field}`), ...faultsOf(schema, sent)];
}

const typed = ({ type }: { readonly type?: string }, value: string): unknown =>
  type === 'integer' ? Number(value) : type === 'boolean' ? value === 'true' : value;

function answerFaults(operation: Operation, answer: StubAnswer | null, faultsOf: FaultsOf): string[] {
  const status = String(answer?.status ?? (answer === null ? 404 : 200));
  const response = operation.responses[status];
  if (response === undefined) return [`status ${status} is not described`];
  const schema = response.content?.['application/json']?.schema;
  return schema === undefined || answer === null || status !== '200' ? [] : faultsOf(schema, answer.json);
}
