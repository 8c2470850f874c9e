import { createHash } from 'node:crypto'
import type { Command } from './command-batch.ts'

/** A script that Redis runs in one step: Lua that reads `KEYS` and `ARGV`. */
export interface RedisScript {
  /** Lower-case letters; unique among the scripts of a library. */
  readonly name: string
  readonly text: string
  /** SHA-1 of the text, by which `EVALSHA` names it. */
  readonly sha1: string
  /**
   * Whether its function runs where Redis is at `maxmemory`. Only for a script that frees memory, or that replaces a value by one that
   * is not longer: Redis refuses none of its commands then. As text every script runs, and Redis refuses its commands one by one.
   */
  readonly mayRunWhenFull: boolean
}

export const redisScript = (name: string, text: string, mayRunWhenFull = false): RedisScript => ({
  name,
  text,
  sha1: createHash('sha1').update(text).digest('hex'),
  mayRunWhenFull,
})

type ScriptCommand = (script: RedisScript, keys: readonly string[], args: readonly (string | number)[]) => Command

/** The commands that run scripts. */
export interface ScriptCalls {
  /** Names the script. Redis answers `NOSCRIPT` where only `whole` helps. */
  readonly short: ScriptCommand
  /** Runs the script on any server that is set up for it. */
  readonly whole: ScriptCommand
}

/** Scripts sent as text, which takes the rights `+eval` and `+evalsha`. */
export const scriptsAsText: ScriptCalls = {
  short: ({ sha1 }, keys, args) => ['evalsha', sha1, keys.length, ...keys, ...args],
  whole: ({ text }, keys, args) => ['eval', text, keys.length, ...keys, ...args],
}

/** The scripts as functions of Redis 7. An administrator loads them; calling them takes the right `+fcall`. */
export interface FunctionLibrary {
  /** What `FUNCTION LOAD` takes. */
  readonly text: string
  readonly calls: ScriptCalls
}

/** Names end with a digest of the scripts, so that the libraries of two versions can be loaded next to each other. */
export const functionLibrary = (scripts: readonly RedisScript[]): FunctionLibrary => {
  const parts = scripts.flatMap(({ name, text, mayRunWhenFull }) => [name, text, String(mayRunWhenFull)])
  const version = createHash('sha1').update(parts.join('\0')).digest('hex').slice(0, VERSION_DIGITS)
  const nameOf = ({ name }: RedisScript): string => `mescrm_${name}_${version}`
  const call: ScriptCommand = (script, keys, args) => ['fcall', nameOf(script), keys.length, ...keys, ...args]
  return {
    text: [`#!lua name=mescrm_${version}\n${ABOUT}\n`, ...scripts.map((script) => declarationOf(nameOf(script), script))].join(
      '\n',
    ),
    calls: { short: call, whole: call },
  }
}

const VERSION_DIGITS = 8
const ABOUT = '-- The scripts of mes-crm-sdk as functions of Redis 7. docs/operations.md, "Functions", says how they are loaded.'

const declarationOf = (name: string, { text, mayRunWhenFull }: RedisScript): string => {
  const flags = mayRunWhenFull ? ", flags = { 'allow-oom' }" : ''
  return `redis.register_function{ function_name = '${name}'${flags}, callback = function(KEYS, ARGV)\n${text.trim()}\nend }\n`
}
