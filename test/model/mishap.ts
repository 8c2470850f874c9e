import type { Mishap } from './act.ts'
import type { Network } from './sim/network.ts'
import type { Slot, World } from './world.ts'

/** Does to a machine what befalls it. */
export const befall = (world: World, mishap: Mishap): void => {
  const slot = world.slots[mishap.who]
  if (slot === undefined) return
  const { network, machine, process } = slot
  const { chronicle, time } = world
  chronicle.tell(() => `${describe(mishap)} (${slot.name})`)
  switch (mishap.do) {
    case 'messages':
      return during(
        world,
        mishap.lasting,
        () => spoil(network, mishap.are, 0.7),
        () => spoil(network, mishap.are, 0),
      )
    case 'deafen':
      return process?.line.subscription.die()
    case 'crash':
      return crash(world, slot)
    case 'cut':
      return cut(world, slot, mishap.lasting)
    case 'half-open':
      return during(
        world,
        mishap.lasting,
        () => (network.halfOpen = true),
        () => (network.halfOpen = false),
      )
    case 'pause':
      chronicle.fault('process paused')
      return machine.pause(time.now, mishap.lasting)
    case 'suspend':
      if (machine.suspend(time.now, mishap.lasting)) chronicle.fault('machine suspended')
      return
    case 'lose answers':
      network.answersToLose = mishap.count
      return
    case 'slow fills':
      return during(
        world,
        3_000,
        () => (network.fillDelay = mishap.delay),
        () => (network.fillDelay = 0),
      )
    case 'step clock':
      if (machine.stepWallClock(time.now, mishap.by)) chronicle.fault(mishap.by > 0 ? 'wall clock forward' : 'wall clock back')
      return
  }
}

const describe = (mishap: Mishap): string => {
  const { do: what, who: _, ...rest } = mishap
  return [what, ...Object.values(rest)].join(' ')
}

const during = ({ time }: World, milliseconds: number, begin: () => void, end: () => void): void => {
  begin()
  time.after(undefined, milliseconds, end)
}

const spoil = (network: Network, how: Extract<Mishap, { do: 'messages' }>['are'], probability: number): void => {
  switch (how) {
    case 'lost':
      network.loses = probability
      return
    case 'repeated':
      network.repeats = probability
      return
    case 'reordered':
      network.reorders = probability
      return
    case 'late':
      network.lag = probability * 1_000
      return
    case 'garbled':
      network.garbles = probability > 0 ? 1 : 0
  }
}

const cut = (world: World, { network, process }: Slot, lasting: number): void => {
  if (process !== undefined) world.chronicle.fault('line cut')
  during(
    world,
    lasting,
    () => (network.reachable = false),
    () => (network.reachable = true),
  )
  process?.line.cut()
}

const crash = (world: World, slot: Slot): void => {
  if (slot.process !== undefined) world.chronicle.fault('process crashed')
  world.kill(slot)
}
