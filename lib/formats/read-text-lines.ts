import type { Chunks } from './source-file'

/** The lines of a text (UTF-8), without their ends, as its bytes arrive; a byte order mark is left out. */
export async function* readTextLines(chunks: Chunks): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    yield* lines
  }
  rest += decoder.decode()
  if (rest !== '') yield rest.replace(/\r$/, '')
}
