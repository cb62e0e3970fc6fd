/**
 * Reads server-sent events from a reply's body: yields the data of each event, and undefined for whatever else shows that the
 * connection lives. One line of data an event is what our server sends.
 */
export async function* readEventData(body: ReadableStream<Uint8Array>): AsyncGenerator<string | undefined> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      text += decoder.decode(value, { stream: true })
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) yield line.startsWith('data: ') ? line.slice('data: '.length) : undefined
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
