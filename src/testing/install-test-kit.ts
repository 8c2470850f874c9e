import { ConfigurationError } from '../error/configuration-error.ts'
import { installKit } from '../foundation/installed-kit.ts'
import { installableOf } from './test-kit.ts'

/**
 * Makes later `createSdk`, `createCache` and `createClient` calls of this process use the kit, until it is closed: in the ES-module and
 * the CommonJS copy of the package.
 *
 * @throws `ConfigurationError` where another kit is installed, or this one is closed
 *
 * @example
 * installTestKit(kit)
 * const service = await import('./service.js') // which creates its SDK itself
 */
export const installTestKit = (kit: object): void => {
  const { hostOf, onClose } = installableOf(kit)
  const remove = installKit({ hostOf })
  if (remove === undefined)
    throw new ConfigurationError('kit: expected no other kit to be installed, got a second one. Close the first one')
  onClose(remove)
}
