/**
 * Texts of the fleet, one under each key: the first that is proposed stands for all, until it is withdrawn or has run out. They save
 * work that would be done twice; nothing that is served depends on them. No method throws or rejects.
 */
export interface Claims {
  /**
   * The text that stands for the key, atomically: the proposed one where there was none, or where `instead` stood; that lasts so many
   * milliseconds from now on, and one that stood before no longer than it did. `undefined` where nobody could be asked, or no answer came in time; it may stand all the same.
   */
  propose(
    key: string,
    proposed: string,
    options: { readonly instead?: string | undefined; readonly lifetimeMs: number },
  ): Promise<string | undefined>
  /** Withdraws the text, if it stands for the key. */
  withdraw(key: string, text: string): Promise<void>
}
