import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { partnerApiKey } from '../../../reference/shared/api/token.ts'
import { killWithParent } from '../../support/watchdog.ts'
import { secret } from '../reference-servers/credentials.ts'

const SERVER = fileURLToPath(new URL('../../../reference/mes/server.ts', import.meta.url))

/** The reference MES as a process of its own. */
export interface MesProcess extends AsyncDisposable {
  /** What the command finds in its environment. */
  readonly environment: Readonly<Record<'MES_BASE_URL' | 'MES_API_KEY', string>>
}

export const startMesProcess = async (...args: readonly string[]): Promise<MesProcess> => {
  const child = spawn(process.execPath, [SERVER, '--orders', '10', '--secret', secret, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  killWithParent(child)
  const exited = once(child, 'exit')
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { listening } = JSON.parse(line) as { readonly listening: string }
  return {
    environment: { MES_BASE_URL: `${listening}/v1`, MES_API_KEY: partnerApiKey('partner_07', secret) },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await exited
    },
  }
}
