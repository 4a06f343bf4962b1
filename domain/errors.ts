/**
 * Every failure Kring raises on purpose has a stable code, a message that says what to do, and the
 * facts a program needs. Only a {@link VisibleError} may reach an API client; anything else is logged
 * and masked.
 */
export class KringError extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, options: { cause?: unknown; details?: Record<string, unknown> } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    // What logs show first; the name of a class does not outlive a bundle.
    this.name = code;
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** A failure the caller caused or must know about; its message and code are safe to show. */
export class VisibleError extends KringError {}

/** Input that breaks a rule. `field` is the path into the input (a column, an argument, an array index). */
export class InvalidInputError extends VisibleError {
  readonly field: readonly string[];

  constructor(field: readonly string[], message: string, options: { code?: string; cause?: unknown } = {}) {
    super(options.code ?? 'INVALID', message, { cause: options.cause, details: { field } });
    this.field = field;
  }
}

/** A calculation that was handed arguments outside its domain: a bug in the caller, never bad data. */
export class DomainError extends KringError {
  constructor(message: string, details: Record<string, unknown> = {}) {
    super('DOMAIN', message, { details });
  }
}

/** True for a failure that repeating does not mend: of a calculation, or of data that it cannot take. */
export const isLasting = (error: unknown): boolean =>
  error instanceof DomainError ||
  error instanceof InvalidInputError ||
  error instanceof TypeError ||
  error instanceof RangeError ||
  error instanceof SyntaxError;
