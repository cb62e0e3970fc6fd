/** How long the browser has to take a file that is held in memory, in ms. */
const TAKE_MS = 10_000

/** Hands a text to the browser as a download. */
export function saveFile(fileName: string, mediaType: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${mediaType};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), TAKE_MS)
}
