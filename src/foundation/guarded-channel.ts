import { type Channel, type ChannelListener, channel } from 'node:diagnostics_channel'

const GUARDED = Symbol.for('mes-crm-sdk.guarded')

/**
 * The channel of a name, whose listeners may throw: Node would end the process for that. The first error of each listener becomes a
 * warning of the process. Both copies of the package share the channel and its guard.
 */
export const guardedChannel = (name: string): Channel => {
  const inner = channel(name)
  if (!(GUARDED in inner)) guard(inner)
  return inner
}

const guard = (inner: Channel): void => {
  const guarded = new WeakMap<ChannelListener, ChannelListener>()
  const guardOf = (listener: ChannelListener): ChannelListener => {
    const known = guarded.get(listener) ?? guardListener(listener, warnOnce(String(inner.name)))
    guarded.set(listener, known)
    // Node's own subscribe() calls itself for the first listener.
    guarded.set(known, known)
    return known
  }
  const subscribe = (listener: ChannelListener): void => prototypeOf(inner).subscribe.call(inner, guardOf(listener))
  const unsubscribe = (listener: ChannelListener): unknown => prototypeOf(inner).unsubscribe.call(inner, guardOf(listener))
  Object.defineProperties(inner, {
    [GUARDED]: { value: true },
    subscribe: { value: subscribe },
    unsubscribe: { value: unsubscribe },
  })
}

/** It is another one while the channel has listeners. */
const prototypeOf = (inner: Channel): Channel => Object.getPrototypeOf(inner) as Channel

const DIRECT = Symbol.for('mes-crm-sdk.listeners')

/** A listener of this package itself. */
export interface DirectListener<Event> {
  hear(event: Event): void
  /** The one namespace whose events it is told of. Default: those of all. */
  readonly namespace?: string | undefined
}

/**
 * Listeners of this package itself, in every copy of it. They are called without Node's channel, whose way to its listeners
 * costs as much as a read of memory.
 */
export const directListeners = <Event>(name: string): DirectListener<Event>[] => {
  const shared = globalThis as { [DIRECT]?: Map<string, DirectListener<Event>[]> }
  shared[DIRECT] ??= new Map()
  const listeners = shared[DIRECT].get(name) ?? []
  shared[DIRECT].set(name, listeners)
  return listeners
}

/** Adds a listener. Returns a function that takes it away. */
export const addListener = <Listener>(listeners: Listener[], listener: Listener): (() => void) => {
  listeners.push(listener)
  return () => {
    const index = listeners.indexOf(listener)
    if (index >= 0) listeners.splice(index, 1)
  }
}

/** The listener, whose errors go to `warn`. */
export const guardListener =
  <Event, Name>(listener: (event: Event, name: Name) => void, warn: (cause: unknown) => void) =>
  (event: Event, name?: Name): void => {
    try {
      listener(event, name as Name)
    } catch (cause) {
      warn(cause)
    }
  }

/** Makes the first error of a listener a warning of the process. */
export const warnOnce = (channelName: string): ((cause: unknown) => void) => {
  let isWarned = false
  return (cause) => {
    if (!isWarned)
      process.emitWarning(`a listener of ${channelName} threw: ${cause instanceof Error ? cause.message : String(cause)}`)
    isWarned = true
  }
}
