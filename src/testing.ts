/** A test kit: a real SDK on an MES, a CRM, a Redis and a time of its own, without a network. */
export { createTestKit, type TestKit, type TestKitOptions } from './testing/create-test-kit.ts'
export { build, createBuilders, type Builders, type BuildOptions } from './testing/build/builders.ts'
export type { DeepPartial } from './testing/build/override.ts'
export type { FakeCrm, FakeMes, KitSeeds } from './testing/fakes/create-fakes.ts'
export { installTestKit } from './testing/install-test-kit.ts'
export { isUnmockedCallError, UnmockedCallError, type UnmockedCall } from './testing/unmocked-call-error.ts'
export type { KitCall } from './testing/calls.ts'
export type { KitClock } from './testing/kit-clock.ts'
export type { KitOptions, KitOwnOptions } from './testing/kit-options.ts'
export type { KitRedis } from './testing/kit-redis.ts'
export type { AnswerOf, CallName, KitApi, OperationName, ParametersOf, ProblemCode } from './testing/operation-types.ts'
export type { Answers, Times } from './testing/script.ts'
export type { Scripting } from './testing/test-kit.ts'
export {
  signTestMessage,
  type SignedRequest,
  type SignOptions,
  type WebhookEvent,
  type WebhookOptions,
} from './testing/webhook.ts'
