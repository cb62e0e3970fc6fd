/** More files than this in dropped folders are a mistake, such as a whole disk. */
const MAX_FILE_COUNT = 20_000

/** The files of a drop; of dropped folders, the files within them. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly File[]> {
  // Entries are gone after the first await, so all are taken at once.
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  if (!entries.some(({ isDirectory }) => isDirectory)) return [...transfer.files]
  const files: File[] = []
  for (const entry of entries) await collect(entry, files)
  return files
}

async function collect(entry: FileSystemEntry, files: File[]): Promise<void> {
  if (files.length >= MAX_FILE_COUNT || entry.name.startsWith('.')) return
  if (isFile(entry)) files.push(await new Promise<File>((resolve, reject) => entry.file(resolve, reject)))
  if (!isFolder(entry)) return
  const reader = entry.createReader()
  const readMore = () => new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
  // A reader hands over a hundred at a time, and nothing at the end.
  for (let inner = await readMore(); inner.length > 0; inner = await readMore()) {
    for (const child of inner) await collect(child, files)
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
