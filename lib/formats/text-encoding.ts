import type { Chunks } from './source-file'

/** The encodings of text in which half of the bytes of a table are zero. */
export type WideEncoding = 'utf-16le' | 'utf-16be'

/** Whether the first bytes are those of a text in UTF-16: by its byte order mark, else by zeros at every other place. */
export function findWideEncoding(head: Uint8Array): WideEncoding | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const lookedAt = Math.min(200, head.length - (head.length % 2))
  if (lookedAt < 8) return undefined
  const zeroCounts = [0, 0]
  for (let index = 0; index < lookedAt; index++) if (head[index] === 0) zeroCounts[index % 2] = (zeroCounts[index % 2] ?? 0) + 1
  const [evenZeroCount = 0, oddZeroCount = 0] = zeroCounts
  if (evenZeroCount === 0 && oddZeroCount > 0.4 * lookedAt) return 'utf-16le'
  if (oddZeroCount === 0 && evenZeroCount > 0.4 * lookedAt) return 'utf-16be'
  return undefined
}

/** The same text as UTF-8, a piece at a time. */
export async function* toUtf8Chunks(chunks: Chunks, encoding: WideEncoding): Chunks {
  const decoder = new TextDecoder(encoding)
  const encoder = new TextEncoder()
  for await (const chunk of chunks) yield encoder.encode(decoder.decode(chunk, { stream: true }))
  const rest = decoder.decode()
  if (rest !== '') yield encoder.encode(rest)
}
