import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { StubAnswer, StubHandler, StubRequest } from './stub-server.ts';

/** Where descriptions are looked for, in this order. */
const FOLDERS = [join(import.meta.dirname, '../../../shared/data'), process.env['OPENAPI_DIR'] ?? ''].filter(Boolean);

/**
 * A provider's OpenAPI description, by file name; null where it is not at hand: then requests and answers are held to nothing but
 * our reading of its pages, and the test that compares them is skipped.
 */
export const descriptionAt = (name: string): string | null =>
  FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;

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
  readonly components: {
    readonly schemas?: Readonly<Record<string, object>>;
    readonly parameters?: Readonly<Record<string, Parameter>>;
  };
}

/** What a handler is asked and answers that the description does not have, as sentences. */
export interface Findings {
  readonly handler: StubHandler;
  readonly found: string[];
  /** Operations met, as `GET /api/v1/accounts`. */
  readonly met: Set<string>;
}

/**
 * Wraps a handler so that every request and every good answer is compared with the provider's OpenAPI description.
 *
 * @param isPartial the stub answers with some of the fields: what is there has to be described, what is missing is no fault
 */
export function heldToDescription(file: string, handler: StubHandler, isPartial = false): Findings {
  const { description, faultsOf } = readDescription(file, isPartial);
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

interface Read {
  readonly description: Description;
  readonly faultsOf: FaultsOf;
}
const read = new Map<string, Read>();

function readDescription(file: string, isPartial: boolean): Read {
  const known = read.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(file, 'utf8').replaceAll('#/components/schemas/', '#/$defs/');
  const description = JSON.parse(text, (key, value: unknown) =>
    asJsonSchema(isPartial ? loosened(key, value) : value),
  ) as Description;
  const validators = new Map<object, z.ZodType>();
  const made: Read = {
    description,
    faultsOf(schema, value) {
      let validator = validators.get(schema);
      if (validator === undefined) {
        const whole = { ...schema, $defs: definitionsOf(schema, description.components?.schemas ?? {}) };
        validator = z.fromJSONSchema(whole as z.core.JSONSchema.JSONSchema);
        validators.set(schema, validator);
      }
      const { error } = validator.safeParse(value);
      return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
    },
  };
  read.set(file, made);
  return made;
}

/** Without what has to be there; and with fields missing, a value may be one of several things. */
function loosened(key: string, value: unknown): unknown {
  if (key === 'required' && Array.isArray(value)) return undefined;
  if (typeof value !== 'object' || value === null || !('oneOf' in value)) return value;
  const { oneOf, ...others } = value;
  return { ...others, anyOf: oneOf };
}

/** OpenAPI 3.0 has a word of its own for what may be null. */
function asJsonSchema(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('nullable' in value) || value.nullable !== true) return value;
  const { nullable: _, ...others } = value;
  return { anyOf: [others, { type: 'null' }] };
}

/** The definitions a schema needs: a whole description has thousands. */
function definitionsOf(schema: object, all: Readonly<Record<string, object>>): Record<string, object> {
  const needed: Record<string, object> = {};
  const look = (at: object): void => {
    for (const [, name = ''] of JSON.stringify(at).matchAll(/"#\/\$defs\/([^"]+)"/gu)) {
      const definition = all[name];
      if (definition === undefined || name in needed) continue;
      needed[name] = definition;
      look(definition);
    }
  };
  look(schema);
  return needed;
}

function operationOf({ paths, components }: Description, { method, url }: StubRequest): [string, Operation] | null {
  const matches = Object.keys(paths).filter((path) =>
    new RegExp(`^${path.replaceAll('.', '[.]').replaceAll(/\{[^}]+\}/gu, '[^/]+')}$`, 'u').test(url.pathname),
  );
  // A path without parameters is meant where both match.
  const path = matches.find((each) => !each.includes('{')) ?? matches[0];
  const operation = path === undefined ? undefined : paths[path]![method.toLowerCase()];
  if (operation === undefined) return null;
  const parameters = (operation.parameters ?? []).map((each) =>
    '$ref' in each ? components.parameters![String(each.$ref).split('/').at(-1)!]! : each,
  );
  return [path!, { ...operation, parameters }];
}

type FaultsOf = (schema: object, value: unknown) => string[];

function requestFaults(operation: Operation, { url, body }: StubRequest, faultsOf: FaultsOf): string[] {
  const faults: string[] = [];
  const parameters = operation.parameters ?? [];
  for (const name of new Set(url.searchParams.keys())) {
    const isList = name.endsWith('[]');
    const parameter = parameters.find((each) => each.in === 'query' && each.name === name.replace('[]', ''));
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
