/** A text that moves no cursor and stays in its line, whoever wrote it: names of files and messages of servers come from others. */
export const printable = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}]+/gu, ' ')

const WIDE = /^[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/u
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
