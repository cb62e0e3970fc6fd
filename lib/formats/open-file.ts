import { AppError } from '@/lib/core/app-error'

import { decompressChunks } from './decompress-chunks'
import { maxPackedRatio, packedRatioFreeBytes } from './read-limits'
import { bombError } from './size-errors'
import { readBlobChunks, readHead, readSlice, type Chunks, type SourceFile } from './source-file'
import { findWideEncoding, toUtf8Chunks } from './text-encoding'
import { isZip, readZipEntries } from './zip'

/** Only these are looked into within a zip: a picture or a sound beside them may be large. */
const readableName = /\.(csv|tsv|txt|log|xml|json|fit|tcx|avro|m3u8?|csv\.gz)$/i

/** A dropped file as one source, or a zip as all that it holds; what is packed with gzip or written in UTF-16 is unpacked and turned into UTF-8. */
export async function openFile(file: File, signal?: AbortSignal): Promise<readonly SourceFile[]> {
  const chunksOf = (chunkSignal?: AbortSignal) => readBlobChunks(file, file.name, chunkSignal)
  const head = await readHead(chunksOf(signal))
  const loose = { fileName: file.name, folder: '', sizeBytes: file.size, modifiedMs: file.lastModified }
  if (!isZip(head)) {
    return [await unwrap({ ...loose, head, chunks: chunksOf }, () => readGzipSize(file), signal)]
  }
  const sources: SourceFile[] = []
  for (const { path, sizeBytes, chunks } of await readZipEntries(file, file.name)) {
    signal?.throwIfAborted()
    const slash = path.lastIndexOf('/')
    const isReadable = readableName.test(path)
    const source: SourceFile = {
      fileName: path.slice(slash + 1),
      folder: `${file.name}/${path.slice(0, slash + 1)}`,
      archiveName: file.name,
      sizeBytes,
      modifiedMs: file.lastModified,
      head: isReadable ? await readHead(chunks(signal)) : new Uint8Array(0),
      chunks,
    }
    sources.push(isReadable ? await unwrap(source, () => Promise.resolve(sizeBytes * usualGzipRatio), signal) : source)
  }
  return sources
}

/** What a table shrinks by; only the progress bar needs it where the size is not told. */
const usualGzipRatio = 5

/** Takes off what lies around a file's own bytes. */
async function unwrap(source: SourceFile, gzipSize: () => Promise<number>, signal?: AbortSignal): Promise<SourceFile> {
  const { head, chunks, fileName, sizeBytes } = source
  if (head[0] === 0x1f && head[1] === 0x8b) {
    const unpacked = (chunkSignal?: AbortSignal) => gunzip(chunks(chunkSignal), fileName, sizeBytes)
    const inner: SourceFile = {
      ...source,
      fileName: fileName.replace(/\.gz$/i, ''),
      sizeBytes: await gzipSize(),
      head: await readHead(unpacked(signal)),
      chunks: unpacked,
    }
    return decodeText(inner, signal)
  }
  return decodeText(source, signal)
}

async function decodeText(source: SourceFile, signal?: AbortSignal): Promise<SourceFile> {
  const encoding = findWideEncoding(source.head)
  if (encoding === undefined) return source
  const decoded = (chunkSignal?: AbortSignal) => toUtf8Chunks(source.chunks(chunkSignal), encoding)
  return { ...source, sizeBytes: Math.ceil(source.sizeBytes / 2), head: await readHead(decoded(signal)), chunks: decoded }
}

async function* gunzip(packed: Chunks, fileName: string, packedBytes: number): Chunks {
  let unpackedBytes = 0
  const damaged = (cause: unknown) =>
    new AppError('FILE_UNREADABLE', `${fileName} is damaged: its packed data make no sense or break off. Export or download it again.`, {
      cause,
    })
  for await (const chunk of decompressChunks(packed, 'gzip', damaged)) {
    unpackedBytes += chunk.length
    if (unpackedBytes > packedRatioFreeBytes && unpackedBytes > packedBytes * maxPackedRatio) throw bombError(fileName)
    yield chunk
  }
}

/** The unpacked size stands in the last four bytes of a gzip file (of its last part, and without what is beyond 4 GB). */
async function readGzipSize(file: File): Promise<number> {
  const end = new DataView(await readSlice(file, file.name, Math.max(0, file.size - 4), file.size))
  const told = end.byteLength === 4 ? end.getUint32(0, true) : 0
  // Where that cannot be, the file is damaged, which unpacking will tell.
  return told > file.size && told < file.size * maxPackedRatio ? told : file.size * usualGzipRatio
}
