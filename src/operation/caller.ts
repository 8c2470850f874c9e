import type { Immutable } from '../key/json.ts'
import { ApiCall } from './api-call.ts'
import type { CallContext } from './call-context.ts'
import { type CheckedOptions, checkOptions, type CommandOptions, type ReadOptions } from './call-options.ts'
import { executeCommand } from './command.ts'
import { copyOf } from './copy-of.ts'
import type { OperationArguments, OperationDefinition } from './definition.ts'
import { withGivenBody } from './given-body.ts'
import { PagedCall } from './paged-call.ts'
import { createReader } from './read.ts'
import { answersBytes } from './media.ts'

/** What generated resource methods call. */
export interface OperationCaller {
  call<T>(operation: OperationDefinition<T>, args: OperationArguments, options?: ReadOptions | CommandOptions): ApiCall<T>
  /** Calls with each of the arguments, in one turn. Rejects with the first error. */
  many<T>(
    operation: OperationDefinition<T>,
    args: readonly OperationArguments[],
    options?: ReadOptions,
  ): Promise<readonly Immutable<T>[]>
  page<P, I>(operation: OperationDefinition<P>, args: OperationArguments, options?: ReadOptions): PagedCall<P, I>
}

/** Runs operations: a GET through the cache, anything else as a command that invalidates. Bytes go past the cache. */
export const createCaller = (context: CallContext): OperationCaller => {
  const reader = createReader(context)
  const run = async <T>(operation: OperationDefinition<T>, args: OperationArguments, options: CheckedOptions) => {
    context.mustBeOpen()
    options.signal?.throwIfAborted()
    return operation.method === 'GET' && !answersBytes(operation)
      ? reader.read(operation, args, options)
      : context.commands.track(executeCommand(context, operation, args, options))
  }
  const check = (operation: OperationDefinition, options: ReadOptions | CommandOptions | undefined): CheckedOptions =>
    checkOptions(operation, options, context.defaults)
  /** A hit of the memory tier needs no promise on the way. */
  const begin = <T>(
    operation: OperationDefinition<T>,
    args: OperationArguments,
    options: ReadOptions | CommandOptions | undefined,
  ) =>
    (options === undefined && !context.isClosed() ? reader.recall(operation, args) : undefined) ??
    start(() => withGivenBody(operation, args, (given) => run(operation, given, check(operation, options))))
  return {
    call: <T>(operation: OperationDefinition<T>, args: OperationArguments, options?: ReadOptions | CommandOptions) =>
      new ApiCall<T>(begin(operation, args, options)),
    many: async (operation, args, options) => {
      const checked = check(operation, options)
      const results = await Promise.all(args.map((one) => run(operation, one, checked)))
      return results.map(({ value }) => value)
    },
    page: <P, I>(operation: OperationDefinition<P>, args: OperationArguments, options?: ReadOptions) => {
      const asked = copyOf(args, operation)
      const how = copyOf(options, operation)
      return new PagedCall<P, I>(begin(operation, args, options), operation, async (cursor, { cache }) => {
        const checked = check(operation, how)
        const atLeast = cache.position === undefined ? checked.atLeast : [...checked.atLeast, cache.position]
        return run(operation, { ...asked, nextCursor: cursor }, { ...checked, atLeast })
      })
    },
  }
}

/** Whatever goes wrong before the first await is a rejection as well. */
const start = async <T>(begin: () => Promise<T>): Promise<T> => begin()
