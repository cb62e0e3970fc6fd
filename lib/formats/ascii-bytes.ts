// The bytes that tables of numbers are made of.
export const tabByte = 9
export const newlineByte = 10
export const carriageReturnByte = 13
export const spaceByte = 32
export const quoteByte = 34
export const plusByte = 43
export const commaByte = 44
export const minusByte = 45
export const pointByte = 46
export const zeroByte = 48
export const nineByte = 57
export const colonByte = 58
export const lessThanByte = 60
export const upperEByte = 69
export const lowerEByte = 101
