import { AppError } from '@/lib/core/app-error'

import { maxWholeFileBytes } from './read-limits'
import { countedChunks, type ReadContext } from './recording-format'
import { readWhole, type SourceFile } from './source-file'

/** Reads a file as JSON; throws FILE_UNREADABLE, naming the place, where it is none. */
export async function readJson(file: SourceFile, context: ReadContext): Promise<unknown> {
  const bytes = await readWhole(countedChunks(file, context), file.fileName, maxWholeFileBytes)
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return value
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('FILE_UNREADABLE', `${file.fileName} is no whole JSON file (${reason}). Export or download it again.`, { cause })
  }
}

/** The objects in a list; none where it is no list. */
export function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** A property of an object; undefined where there is none, or no object. */
export function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined
}

/** A number, also where it is written as a text; NaN for anything else. */
export function numberIn(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
}

/** A text; '' for anything else. */
export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
