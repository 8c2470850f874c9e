import { z } from 'zod'
import { ClosedError } from '../error/closed-error.ts'
import { ConfigurationError } from '../error/configuration-error.ts'
import { parseOptions } from '../error/options.ts'
import { createClock } from '../foundation/clock.ts'
import { createSdkOn, type Sdk } from '../client/create-sdk.ts'
import type { SdkOptions } from '../client/sdk-options.ts'
import type { KitCall } from './calls.ts'
import type { KitClock } from './kit-clock.ts'
import { type ClientHost, KitHost } from './kit-host.ts'
import { type KitRedis, kitRedis } from './kit-redis.ts'
import { type KitOptions, parseKitOptions } from './kit-options.ts'
import type { Addresses, Answering, KitNetwork } from './network.ts'
import type { CallName, KitApi, OperationName, ParametersOf } from './operation-types.ts'
import type { Answers, Script } from './script.ts'
import type { UnmockedCallError } from './unmocked-call-error.ts'
import {
  signTestMessage,
  subjectOf,
  type SignedRequest,
  WEBHOOK_SECRET,
  type WebhookEvent,
  type WebhookOptions,
} from './webhook.ts'

/** Answers that a test defines in place of an API's state, and outages of the API. */
export interface Scripting<Api extends KitApi> {
  /**
   * Defines what calls of an operation are answered with; with parameters, those calls alone whose parameters are the same.
   *
   * @throws `ConfigurationError` for an operation that the document does not have
   *
   * @example
   * kit.mes.on('orders.get', { orderId: 'ord_1' }).fails('not-found', { times: 1 })
   */
  on<Name extends OperationName<Api>>(name: Name, parameters?: Partial<ParametersOf<Api, Name>>): Answers<Api, Name>
  /** No connection to the API can be made, until `up()`. */
  down(): void
  up(): void
}

/** State of an order or a quote, for a message to a subscriber. */
export interface Announced {
  readonly status: string
  readonly previousStatus: string | null
  readonly version: number
}

/** The fakes of both APIs. */
export interface Fakes<Mes, Crm> extends Answering {
  readonly mes: Mes
  readonly crm: Crm
  /** `undefined` where there is no such order or quote. */
  announced(kind: 'order' | 'quote', id: string): Announced | undefined
}

/** A real SDK on APIs, Redis and time of its own. */
export interface TestKit<Mes, Crm> extends AsyncDisposable {
  /** A real SDK: cache, retries, middleware and validation run, and nothing reaches the network. */
  readonly sdk: Sdk
  readonly clock: KitClock
  readonly mes: Mes & Scripting<'mes'>
  readonly crm: Crm & Scripting<'crm'>
  readonly redis: KitRedis
  /** What the default secret of `webhook` is. */
  readonly webhookSecret: string
  /** The calls that reached an API of the kit, the first one first: those of one operation, or all. */
  calls<Name extends CallName>(name: Name): readonly KitCall<Name>[]
  calls(): readonly KitCall[]
  /** The calls that nothing answered since this was asked last. `close()` rejects for those that nobody asked for. */
  unmocked(): readonly UnmockedCallError[]
  /**
   * SDKs of one principal that share Redis and log, as processes of one service do. They have the options of the kit.
   *
   * @throws `ConfigurationError` for a number that is no integer from 1 to 100
   */
  fleet(size: number): readonly Sdk[]
  /**
   * The signed request by which MES tells a subscriber of an order or a quote, as it is now.
   *
   * @throws `ConfigurationError` where the kit has no such order or quote, and for bad options
   */
  webhook(event: WebhookEvent, id: string, options?: WebhookOptions): SignedRequest
  /**
   * Ends the SDKs of the kit and everything under way, without waiting for the kit's time.
   *
   * Rejects with the first `UnmockedCallError` that `unmocked()` has not returned: the service may have swallowed it.
   */
  close(): Promise<void>
}

/** What a kit gives to later clients of the process. */
export interface Installable {
  hostOf(addresses: Addresses): ClientHost
  /** Calls back when the kit is closed. */
  onClose(call: () => void): void
}

const installables = new WeakMap<object, Installable>()

/** @throws {ConfigurationError} for what is no open kit of this copy of the package */
export const installableOf = (kit: object): Installable => {
  const found = installables.get(kit)
  if (found === undefined)
    throw new ConfigurationError('kit: expected an open kit that createTestKit of this entry returned, got another value')
  return found
}

const SIZE = 'an integer from 1 to 100'
const fleetSchema = z.strictObject({ size: z.int(SIZE).min(1, SIZE).max(100, SIZE) })

interface KitParts<Mes, Crm> {
  readonly host: KitHost
  readonly fakes: Fakes<Mes, Crm>
  readonly network: KitNetwork
  readonly options: SdkOptions
}

/** What the fakes are made from. */
export interface FakesParts {
  readonly clock: { now(): number; after(milliseconds: number, work: () => void): void }
  readonly own: ReturnType<typeof parseKitOptions>['own']
  readonly seeds: Readonly<Record<string, unknown>>
  readonly invalidate: (tags: readonly string[]) => void
}

/** `createTestKit` over the given fakes. */
export const createTestKitOver = <Mes extends object, Crm extends object>(
  createFakes: (parts: FakesParts) => Fakes<Mes, Crm>,
  given: KitOptions,
  seedNames: readonly string[],
): TestKit<Mes, Crm> => {
  const { own, seeds, sdk: options } = parseKitOptions(given, seedNames)
  const host = new KitHost(own.now)
  const { clock } = host.time
  const after = (milliseconds: number, work: () => void): void => void clock.timer(milliseconds, work, { holdsProcess: false })
  const fakes = createFakes({
    clock: { now: () => clock.wallNow(), after },
    own,
    seeds,
    invalidate: (tags) => host.invalidate(tags),
  })
  return openKit({ host, fakes, network: host.networkOver(fakes), options })
}

const addressesOf = ({ mes, crm }: SdkOptions): Addresses => ({ mes: mes?.baseUrl, crm: crm?.baseUrl })

const openKit = <Mes extends object, Crm extends object>({
  host,
  fakes,
  network,
  options,
}: KitParts<Mes, Crm>): TestKit<Mes, Crm> => {
  const sdks: Sdk[] = []
  const closed: (() => void)[] = []
  let closing: Promise<void> | undefined
  const hostOf = (addresses: Addresses): ClientHost => host.forClient(network, addresses)
  const open = (cache: SdkOptions['cache']): Sdk => {
    if (closing !== undefined) throw new ClosedError('test kit')
    const all = { ...options, ...(cache !== undefined && { cache }) }
    const sdk = createSdkOn(hostOf(addressesOf(all)), all)
    sdks.push(sdk)
    return sdk
  }
  const scripting = <Api extends KitApi>(api: Api, script: Script<Api>): Scripting<Api> => ({
    on: (name, parameters) => script.on(name, parameters),
    down: () => network.down(api),
    up: () => network.up(api),
  })
  const close = async (): Promise<void> => {
    for (const call of closed) call()
    installables.delete(kit)
    network.close()
    await host.time.finish(Promise.all(sdks.map((sdk) => sdk.close())))
    const [unmocked] = network.takeUnmocked()
    if (unmocked !== undefined) throw unmocked
  }
  const kit: TestKit<Mes, Crm> = {
    sdk: open(options.cache),
    clock: host.time,
    mes: Object.assign(fakes.mes, scripting('mes', host.scripts.mes)),
    crm: Object.assign(fakes.crm, scripting('crm', host.scripts.crm)),
    redis: kitRedis(host.redis),
    webhookSecret: WEBHOOK_SECRET,
    calls: <Name extends CallName>(name?: Name) => host.calls.of(name),
    unmocked: () => network.takeUnmocked(),
    fleet(size) {
      const count = parseOptions(fleetSchema, { size }).size
      const cache = { namespace: 'kit', principal: 'kit', ...options.cache, redis: options.cache?.redis ?? KIT_REDIS }
      return Array.from({ length: count }, () => open(cache))
    },
    webhook(event, id, webhookOptions) {
      const kind = subjectOf(event)
      const subject = fakes.announced(kind, id)
      if (subject === undefined)
        throw new ConfigurationError(
          `id: expected an id of ${kind === 'order' ? 'an order' : 'a quote'} of the kit, got ${JSON.stringify(id)}`,
        )
      const sentAt = createClock().wallNow()
      const data = { id, ...subject, tags: [...host.appendedWith(`${kind}:${id}`)] }
      return signTestMessage({ type: event, timestamp: new Date(sentAt).toISOString(), data }, { ...webhookOptions, sentAt })
    },
    close: () => (closing ??= close()),
    [Symbol.asyncDispose]: () => kit.close(),
  }
  installables.set(kit, { hostOf, onClose: (call) => void closed.push(call) })
  return kit
}

/** Where nothing is: the kit's own Redis is meant by every address. */
const KIT_REDIS = 'redis://redis.kit.example'
