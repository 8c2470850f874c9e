import { createFakes, type FakeCrm, type FakeMes, type KitSeeds, SEED_NAMES } from './fakes/create-fakes.ts'
import type { KitOptions } from './kit-options.ts'
import { createTestKitOver, type TestKit as TestKitOf } from './test-kit.ts'

/** A real SDK on APIs, Redis and time of its own. */
export type TestKit = TestKitOf<FakeMes, FakeCrm>

/** Options of `createTestKit`: those of `createSdk`, seeds, and the kit's own. */
export interface TestKitOptions extends KitOptions, KitSeeds {}

/**
 * Creates a kit for a test. Nothing of it reaches the network, whatever the environment says.
 *
 * @throws `ConfigurationError` for a bad option, and for a seed that the document does not allow
 *
 * @example
 * const kit = createTestKit({ orders: [{ id: 'ord_1', status: 'PACKAGING' }] })
 * const service = createStatusService(kit.sdk)
 * kit.mes.change('ord_1', { status: 'SHIPPED' })
 * await kit.close()
 */
export const createTestKit = (options: TestKitOptions = {}): TestKit => createTestKitOver(createFakes, options, SEED_NAMES)
