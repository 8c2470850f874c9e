import type { FileState } from './file-state.ts'

/** What a thread is to digest: a file that it reads itself, or chunks that it is sent. */
export type DigestJob =
  | { readonly path: string; readonly sizeBytes: number; readonly chunkBytes: number; readonly reportEveryMs: number }
  | { readonly path?: undefined }

/** What a thread says: how far it is, then the digest, with the file's states before and after; or what the file system refused. */
export type DigestReport =
  | { readonly bytes: number }
  | { readonly digest: string; readonly states: readonly FileState[] }
  | { readonly failure: { readonly message: string; readonly code?: string } }

/**
 * The program of the thread. It is a text in CommonJS, since a bundle has no file of its own for it. A file is read by the thread into
 * one buffer, over and over; chunks come as messages, and each is acknowledged; `null` ends them.
 */
export const DIGEST_PROGRAM = `'use strict'
const { createHash } = require('node:crypto')
const { closeSync, constants, fstatSync, openSync, readSync } = require('node:fs')
const { parentPort, workerData } = require('node:worker_threads')

const hash = createHash('sha256')
let bytes = 0

const stateOf = (file) => {
  const { dev, ino, size, mtimeNs, ctimeNs } = fstatSync(file, { bigint: true })
  return { dev, ino, size, mtimeNs, ctimeNs }
}

const digestFile = ({ path, sizeBytes, chunkBytes, reportEveryMs }) => {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const before = stateOf(file)
    const buffer = Buffer.allocUnsafeSlow(Math.min(chunkBytes, sizeBytes))
    let reportedAt = performance.now()
    while (bytes < sizeBytes) {
      const read = readSync(file, buffer, 0, Math.min(buffer.length, sizeBytes - bytes), bytes)
      if (read === 0) break
      hash.update(read === buffer.length ? buffer : buffer.subarray(0, read))
      bytes += read
      if (performance.now() - reportedAt < reportEveryMs) continue
      reportedAt = performance.now()
      parentPort.postMessage({ bytes })
    }
    parentPort.postMessage({ digest: hash.digest('hex'), states: [before, stateOf(file)] })
  } finally {
    closeSync(file)
  }
}

const digestChunk = (chunk) => {
  if (chunk === null) {
    parentPort.postMessage({ digest: hash.digest('hex'), states: [] })
    return parentPort.close()
  }
  hash.update(chunk)
  bytes += chunk.length
  parentPort.postMessage({ bytes })
}

if (workerData.path === undefined) parentPort.on('message', digestChunk)
else {
  try {
    digestFile(workerData)
  } catch (failure) {
    parentPort.postMessage({ failure: { message: failure.message, code: failure.code } })
  }
}
`
