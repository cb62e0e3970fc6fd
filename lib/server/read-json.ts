import 'server-only'

import { AppError } from '@/lib/core/app-error'

/** A playlist request is about 6 kB: two vectors of 128 numbers, and some ids. */
export const maxBodyBytes = 64 * 1024

/** Reads a request's body as JSON; stops reading where it becomes larger than `limitBytes`, whatever its headers say. */
export async function readJson(request: Request, limitBytes = maxBodyBytes): Promise<unknown> {
  checkContentType(request, 'application/json')
  const text = await readText(request, limitBytes)
  try {
    return JSON.parse(text)
  } catch (error) {
    const found = text.trim() === '' ? 'nothing' : JSON.stringify(text.trim().slice(0, 20))
    throw new AppError('INVALID_REQUEST', `the body: expected JSON, found ${found}`, { cause: error })
  }
}

/** Reads a request's body as bytes, as JSON is read. */
export async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array> {
  checkContentType(request, 'application/octet-stream')
  const chunks: Uint8Array[] = []
  for await (const chunk of chunksOf(request, limitBytes)) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}

async function readText(request: Request, limitBytes: number): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of chunksOf(request, limitBytes)) text += decoder.decode(chunk, { stream: true })
  return text + decoder.decode()
}

async function* chunksOf(request: Request, limitBytes: number): AsyncGenerator<Uint8Array, void, undefined> {
  const declaredBytes = Number(request.headers.get('content-length') ?? 0)
  if (declaredBytes > limitBytes) throw tooLarge(`${declaredBytes} bytes`, limitBytes)
  if (request.body === null) return
  let sizeBytes = 0
  // Leaving the loop by throwing cancels the stream, so the rest is not read.
  for await (const chunk of request.body) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > limitBytes) throw tooLarge('more', limitBytes)
    yield chunk
  }
}

function checkContentType(request: Request, expected: string): void {
  const found = request.headers.get('content-type') ?? 'none'
  if (found.toLowerCase().split(';')[0]?.trim() === expected) return
  throw new AppError('INVALID_REQUEST', `content-type: expected ${expected}, found ${found.slice(0, 80)}`)
}

function tooLarge(found: string, limitBytes: number): AppError {
  return new AppError('PAYLOAD_TOO_LARGE', `the body: expected at most ${limitBytes} bytes, found ${found}`)
}
