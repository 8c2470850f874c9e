const KITS = 100

const atStart = process.cpuUsage()
const { createTestKit } = await import('mes-crm-sdk/testing')

/** Milliseconds of the processor, this process's alone. */
const used = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

const measure = async (): Promise<number> => {
  const before = used()
  const kit = createTestKit({ orders: [{ id: 'ord_1' }] })
  await kit.sdk.mes.orders.get('ord_1')
  await kit.close()
  return used() - before
}

const importMs = used() - (atStart.user + atStart.system) / 1_000
const firstMs = await measure()
const before = used()
for (let index = 0; index < KITS; index++) await measure()
const nextMs = (used() - before) / KITS

const measureDay = async (): Promise<number> => {
  const kit = createTestKit()
  await Promise.all(kit.fleet(3).map((sdk) => sdk.ready()))
  const before = used()
  await kit.clock.advance('24h')
  const dayMs = used() - before
  await kit.close()
  return dayMs
}

console.log(JSON.stringify({ importMs, firstMs, nextMs, dayMs: await measureDay() }))
