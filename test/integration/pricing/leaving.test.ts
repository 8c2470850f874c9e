import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partnerApiKey } from '../../../reference/shared/api/token.ts'
import { run } from '../../../scripts/command.ts'
import { secret } from '../reference-servers/credentials.ts'
import { type Partner, startPartner } from './faulty-mes.ts'
import { startTestMes, type TestMes } from './mes.ts'

let mes: TestMes
beforeAll(async () => void (mes = await startTestMes()))
afterAll(() => mes.close())

const CHILD = join(import.meta.dirname, 'leaving-child.ts')

/** A process that is still there after 4 minutes is ended, with code 124. */
const leave = ({ proxy, folder }: Partner, how: string, limit = 'unlimited') =>
  run('sh', [
    '-c',
    `ulimit -f ${limit}; exec timeout 240 "$0" "$@"`,
    process.execPath,
    CHILD,
    `${proxy.url}/v1`,
    partnerApiKey('partner_07', secret),
    folder,
    how,
  ])

describe.concurrent('a process that closes nothing ends by itself', () => {
  it('after a price', async () => {
    await using partner = await startPartner(mes)
    expect(await leave(partner, 'price')).toEqual({ code: 0, output: 'SUCCEEDED\n' })
    await partner.settled()
  })

  it('after a timeout, though the upload is taken by nobody', async () => {
    await using partner = await startPartner(mes)
    const hold = Promise.withResolvers<void>()
    partner.proxy.always('uploads.put', { kind: 'hold', until: hold.promise })
    expect(await leave(partner, 'timeout')).toEqual({ code: 0, output: 'timeout\n' })
    await partner.settled()
    hold.resolve()
  })

  it('after a stream that found no room on the disk, which is said with its cause, and leaves no file', async () => {
    await using partner = await startPartner(mes)
    // No file of the process may be longer: the operating system refuses the rest, as that of a full disk does.
    expect(await leave(partner, 'full-disk', '1000')).toEqual({ code: 0, output: 'model spool-failed EFBIG\n' })
    expect(partner.proxy.counts()).toEqual({})
    await partner.settled()
  })
})
