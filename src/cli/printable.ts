/** What moves the cursor, ends a line, turns the direction of a text, or is half a character: names of files and messages come from others. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]+/gu

/** A text that moves no cursor and stays in its line. */
export const printable = (text: string): string => text.replaceAll(UNPRINTABLE, ' ')

/** The same for a text of several lines. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n')

/** A value in one line of JSON that moves no cursor either: JSON escapes only some of these characters itself. */
export const jsonLine = (value: unknown): string =>
  JSON.stringify(value).replaceAll(UNPRINTABLE, (run) =>
    run
      .split('')
      .map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )

const WIDE =
  /^[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/u
const segmenter = new Intl.Segmenter('en')

const graphemesOf = (text: string): readonly string[] => Array.from(segmenter.segment(text), ({ segment }) => segment)

const widthOf = (grapheme: string): number => (WIDE.test(grapheme) ? 2 : 1)

/** Columns that a text takes on a terminal. */
export const textWidth = (text: string): number => graphemesOf(text).reduce((width, grapheme) => width + widthOf(grapheme), 0)

/** As much of the end of a text as so many columns hold; what is left out is shown as `…`. */
export const lastColumns = (text: string, columns: number): string => {
  if (textWidth(text) <= columns) return text
  let shown = ''
  let width = 1
  for (const grapheme of graphemesOf(text).toReversed()) {
    width += widthOf(grapheme)
    if (width > columns) break
    shown = grapheme + shown
  }
  return columns < 1 ? '' : `…${shown}`
}
