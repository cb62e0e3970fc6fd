import { AppError } from '@/lib/core/app-error'

/** A part of the page that could not be loaded, most often because the server is gone. */
export const loadPart = async <Part>(load: () => Promise<Part>): Promise<Part> => {
  try {
    return await load()
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('SERVER_UNREACHABLE', 'A part of the page could not be loaded. Is the Attune server still running?', { cause })
  }
}
