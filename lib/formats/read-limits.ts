/** Largest table that is read, zipped or not: 60 hours of an E4's BVP are 100 MB as text, a day of a phone at 100 Hz 800 MB and too much for a browser tab. */
export const maxFileBytes = 512 * 2 ** 20

/** Most rows of one table: an Empatica E4 can hold 60 hours, which is 13.8 million BVP samples; this many in memory are about 350 MB. */
export const maxRowCount = 16_000_000

/** Most files that are dropped together, or lie in one zip: the largest exports known have some hundreds. */
export const maxFileCount = 2000

/** Bytes that are read at a time: large enough for speed, small enough that progress moves and a cancel is heard. */
export const chunkBytes = 2 ** 20

/** Bytes from which a file's kind is told. */
export const headBytes = 64 * 1024

/** A longer line is no row of numbers. */
export const maxLineBytes = 64 * 1024

/** Share of rows that may be unreadable before the table is refused instead of read around them. */
export const maxBadRowShare = 0.1

/** Most bytes of all tables that are read together, unpacked. */
export const maxTotalBytes = 2 * maxFileBytes
