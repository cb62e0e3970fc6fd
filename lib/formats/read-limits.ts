/** Largest file that is read, zipped or not: Apple Health's export.xml reaches 3 GB. What a format holds in memory has limits of its own. */
export const maxFileBytes = 3.5 * 2 ** 30

/** Most bytes of all files that are read together, unpacked. */
export const maxTotalBytes = 2 * maxFileBytes

/** Largest file that a format reads as a whole (JSON, FIT, Avro): hours of a device are a few MB. */
export const maxWholeFileBytes = 128 * 2 ** 20

/** Most rows of one table: an Empatica E4 can hold 60 hours, which is 13.8 million BVP samples; this many in memory are about 350 MB. */
export const maxRowCount = 16_000_000

/** Most files that are dropped together, or lie in one zip: a Takeout of ten years has some thousands. */
export const maxFileCount = 20_000

/** Deflate can shrink zeros a thousandfold; real exports shrink five- to thirtyfold. */
export const maxPackedRatio = 200

/** So little is unpacked whatever its ratio: small files of one repeated value are no danger. */
export const packedRatioFreeBytes = 32 * 2 ** 20

/** Bytes that are read at a time: large enough for speed, small enough that progress moves and a cancel is heard. */
export const chunkBytes = 2 ** 20

/** Bytes from which a file's kind is told. */
export const headBytes = 64 * 1024

/** A longer line is no row of numbers. */
export const maxLineBytes = 64 * 1024

/** Share of rows that may be unreadable before the table is refused instead of read around them. */
export const maxBadRowShare = 0.1
