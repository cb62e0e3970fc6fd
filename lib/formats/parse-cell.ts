import {
  tabByte,
  carriageReturnByte,
  spaceByte,
  quoteByte,
  plusByte,
  commaByte,
  minusByte,
  pointByte,
  zeroByte,
  nineByte,
  upperEByte,
  lowerEByte,
} from './ascii-bytes'

const textDecoder = new TextDecoder()

/** More decimal digits than a double holds: further ones change nothing. */
const maxMantissa = Number.MAX_SAFE_INTEGER / 10

/** 10 to the power of the index; up to the 22nd they are exact in a double. */
export const powersOfTen = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`))

/** One cell as a number: NaN where it is empty or says that there is no value, undefined where it is other text. */
export function parseCell(bytes: Uint8Array, from: number, to: number, hasDecimalComma: boolean): number | undefined {
  let start = from
  let end = to
  while (start < end && isPadding(bytes[start])) start++
  while (end > start && isPadding(bytes[end - 1])) end--
  if (start === end) return Number.NaN
  const isInQuotes = start > from && bytes[start - 1] === quoteByte
  const first = bytes[start]
  const isNegative = first === minusByte
  let at = isNegative || first === plusByte ? start + 1 : start

  let mantissa = 0
  let exponent = 0
  let digitCount = 0
  let isFraction = false
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0
    if (byte >= zeroByte && byte <= nineByte) {
      digitCount++
      if (mantissa <= maxMantissa) {
        mantissa = mantissa * 10 + (byte - zeroByte)
        if (isFraction) exponent--
      } else if (!isFraction) exponent++
    } else if (!isFraction && (byte === pointByte || (byte === commaByte && (hasDecimalComma || isInQuotes)))) {
      isFraction = true
    } else break
  }
  if (digitCount === 0) return isWordForMissing(bytes, start, end) ? Number.NaN : undefined
  if (at < end) {
    if (bytes[at] !== lowerEByte && bytes[at] !== upperEByte) return undefined
    const written = Number(textDecoder.decode(bytes.subarray(at + 1, end)))
    if (at + 1 === end || !Number.isInteger(written)) return undefined
    exponent += written
  }
  const size = Math.abs(exponent)
  const power = size < powersOfTen.length ? (powersOfTen[size] ?? 0) : 10 ** size
  const value = exponent < 0 ? mantissa / power : mantissa * power
  if (!Number.isFinite(value)) return undefined
  return isNegative ? -value : value
}

function isPadding(byte: number | undefined): boolean {
  return byte === spaceByte || byte === quoteByte || byte === carriageReturnByte || byte === tabByte
}

function isWordForMissing(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start <= 4 && /^(nan|null|na|n\/a)$/i.test(textDecoder.decode(bytes.subarray(start, end)))
}
