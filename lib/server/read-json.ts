import 'server-only'

import { AppError } from '@/lib/core/app-error'

/** A playlist request is about 6 kB: two vectors of 128 numbers, and some ids. */
export const maxBodyBytes = 64 * 1024

/** Reads a request's body as JSON; stops reading where it becomes larger than `limitBytes`, whatever its headers say. */
export async function readJson(request: Request, limitBytes = maxBodyBytes): Promise<unknown> {
  const contentType = request.headers.get('content-type') ?? 'none'
  if (!/^application\/json\s*(;|$)/i.test(contentType)) {
    throw new AppError('INVALID_REQUEST', `content-type: expected application/json, found ${contentType.slice(0, 80)}`)
  }
  const text = await readText(request, limitBytes)
  try {
    return JSON.parse(text)
  } catch (error) {
    const found = text.trim() === '' ? 'nothing' : JSON.stringify(text.trim().slice(0, 20))
    throw new AppError('INVALID_REQUEST', `the body: expected JSON, found ${found}`, { cause: error })
  }
}

async function readText(request: Request, limitBytes: number): Promise<string> {
  const declaredBytes = Number(request.headers.get('content-length') ?? 0)
  if (declaredBytes > limitBytes) throw tooLarge(`${declaredBytes} bytes`, limitBytes)
  if (request.body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  let sizeBytes = 0
  // Leaving the loop by throwing cancels the stream, so the rest is not read.
  for await (const chunk of request.body) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > limitBytes) throw tooLarge('more', limitBytes)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function tooLarge(found: string, limitBytes: number): AppError {
  return new AppError('PAYLOAD_TOO_LARGE', `the body: expected at most ${limitBytes} bytes, found ${found}`)
}
