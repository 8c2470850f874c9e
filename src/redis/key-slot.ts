/** Number of slots of a Redis Cluster. */
export const SLOTS = 16_384

const POLYNOMIAL = 0x1021

/** CRC16 of one byte in the upper half, as in XMODEM, for each byte. */
const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8
  for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL
  return crc
})

/** Slot of a key in a Redis Cluster: of what stands in its first pair of braces, where that is something, else of the whole. */
export const keySlot = (key: string): number => {
  const opening = key.indexOf('{')
  const closing = opening < 0 ? -1 : key.indexOf('}', opening + 1)
  const hashed = closing > opening + 1 ? key.slice(opening + 1, closing) : key
  let crc = 0
  for (const byte of Buffer.from(hashed)) crc = ((crc << 8) & 0xffff) ^ (TABLE[(crc >> 8) ^ byte] ?? 0)
  return crc % SLOTS
}
