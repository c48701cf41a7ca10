import { createRequire } from 'node:module';
import type { PaperDeployment } from '../paper-deployment.ts';

/** A state as Amazon States Language has it. */
export type State = {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly ItemProcessor?: Definition & { readonly ProcessorConfig: { readonly Mode: string } };
  readonly ItemReader?: { readonly ReaderConfig: { readonly InputType: string } };
  readonly Retry?: readonly Retrier[];
  readonly [field: string]: unknown;
};

type Retrier = {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts: number;
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
  readonly JitterStrategy: string;
};

/** States, and which is the first. */
export type Definition = {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  readonly TimeoutSeconds?: number;
};

/** The definition of the machine with this in its id. */
export function definitionOf(deployment: PaperDeployment, part: string): Definition {
  const id = deployment.idOf('AWS::StepFunctions::StateMachine', part);
  return JSON.parse(String(deployment.propertiesOf(id).DefinitionString));
}

/** All states of a definition with those that it runs for each item. */
export function statesOf({ States }: Definition): Record<string, State> {
  const inner = Object.values(States).flatMap(({ ItemProcessor }) =>
    ItemProcessor ? Object.entries(statesOf(ItemProcessor)) : [],
  );
  return { ...States, ...Object.fromEntries(inner) };
}

/** The most seconds that a state waits before it is given up: all waits before another attempt together. */
export function longestWaitOf({ Retry = [] }: State): number {
  return Retry.reduce((sum, { MaxAttempts, IntervalSeconds, BackoffRate, MaxDelaySeconds }) => {
    const waits = Array.from({ length: MaxAttempts }, (_, attempt) =>
      Math.min(IntervalSeconds * BackoffRate ** attempt, MaxDelaySeconds),
    );
    return sum + waits.reduce((one, other) => one + other, 0);
  }, 0);
}

/** What is wrong with a definition by the rules of Amazon States Language that asl-validator knows, in words; nothing if all is well. */
export function faultsIn(definition: Definition): string {
  // It has no types, and writes into what it is given.
  const validate: Validator = createRequire(import.meta.url)('asl-validator');
  const { isValid, errorsText } = validate(structuredClone(definition));
  return isValid ? '' : errorsText('\n');
}

type Validator = (definition: object) => {
  readonly isValid: boolean;
  readonly errorsText: (separator: string) => string;
};

/** A template as Step Functions fills it in: what `name.$` says is found by its path in the input, or after `$$` in the context. */
export function fillIn(template: unknown, input: unknown, context: unknown = {}): unknown {
  if (Array.isArray(template)) return template.map((item) => fillIn(item, input, context));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith('.$')
        ? [name.slice(0, -2), find(String(value), input, context)]
        : [name, fillIn(value, input, context)],
    ),
  );
}

function find(path: string, input: unknown, context: unknown): unknown {
  const [root, ...names] = path.split('.');
  const found = names.reduce<unknown>((outer, name) => Object(outer)[name], root === '$$' ? context : input);
  if (found === undefined) throw new Error(`nothing is at ${path}`);
  return found;
}
