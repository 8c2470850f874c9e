/** What a test kit gives to the clients of its process, whichever copy of the package creates them. */
export interface InstalledKit {
  /** Takes the place of the process for one client; `addresses` are those of its APIs, by their names. */
  hostOf(addresses: Readonly<Record<string, string | undefined>>): unknown
}

const SLOT = Symbol.for('mes-crm-sdk.installed-kit.1')

const slots = globalThis as { [SLOT]?: InstalledKit | undefined }

/** The kit of the process, of ES-module and CommonJS copies alike; `undefined` where none is installed. */
export const installedKit = (): InstalledKit | undefined => slots[SLOT]

/** Puts a kit in place until the returned function is called; `undefined` where another one is there. */
export const installKit = (kit: InstalledKit): (() => void) | undefined => {
  if (slots[SLOT] !== undefined) return undefined
  slots[SLOT] = kit
  return () => {
    if (slots[SLOT] === kit) delete slots[SLOT]
  }
}
