import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../../scripts/command.ts'
import { makeScratch, type Scratch } from './scratch.ts'

/** A certificate of 127.0.0.1 and its key, as files. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

/** A certificate authority of a test's own, and what it has signed. It is gone with its folder. */
export interface Certificates extends AsyncDisposable {
  /** The authority's certificate, as a file and as PEM. */
  readonly authority: { readonly file: string; readonly pem: string }
  readonly valid: Certificate
  readonly expired: Certificate
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

const openssl = async (scratch: Scratch, ...args: readonly string[]): Promise<void> => {
  const { code, output } = await run('openssl', args, { cwd: scratch.path })
  if (code !== 0) throw new Error(`openssl ${args[0]} failed; tests of TLS need openssl 3 on the PATH\n${output}`)
}

const sign = async (scratch: Scratch, name: string, days: number): Promise<Certificate> => {
  const request = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1']
  await openssl(scratch, 'req', ...KEY, '-keyout', `${name}.key`, '-out', `${name}.csr`, ...request)
  const authority = ['-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial']
  await openssl(
    scratch,
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    ...authority,
    '-days',
    String(days),
    '-copy_extensions',
    'copy',
    '-out',
    `${name}.pem`,
  )
  return { cert: join(scratch.path, `${name}.pem`), key: join(scratch.path, `${name}.key`) }
}

/** Makes an authority, a certificate that it signed, and one that ended yesterday. */
export const makeCertificates = async (): Promise<Certificates> => {
  const scratch = await makeScratch()
  await openssl(
    scratch,
    'req',
    '-x509',
    ...KEY,
    '-keyout',
    'authority.key',
    '-out',
    'authority.pem',
    '-days',
    '30',
    '-subj',
    '/CN=authority',
  )
  const file = join(scratch.path, 'authority.pem')
  return {
    authority: { file, pem: await readFile(file, 'utf8') },
    valid: await sign(scratch, 'valid', 30),
    expired: await sign(scratch, 'expired', -1),
    [Symbol.asyncDispose]: () => scratch[Symbol.asyncDispose](),
  }
}
