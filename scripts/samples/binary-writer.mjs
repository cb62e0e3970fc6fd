/** Bytes that are put together piece by piece, all numbers with the lowest byte first. */
export function createBinaryWriter() {
  const bytes = []
  const put = (sizeBytes, write) => {
    const view = new DataView(new ArrayBuffer(sizeBytes))
    write(view)
    bytes.push(...new Uint8Array(view.buffer))
  }
  return {
    bytes: (values) => bytes.push(...values),
    uint8: (value) => bytes.push(value & 0xff),
    uint16: (value) => put(2, (view) => view.setUint16(0, value, true)),
    uint32: (value) => put(4, (view) => view.setUint32(0, value, true)),
    float: (value) => put(4, (view) => view.setFloat32(0, value, true)),
    /** Avro's way: even numbers are positive, seven bits a byte. */
    long(value) {
      let rest = BigInt(value) >= 0n ? BigInt(value) * 2n : BigInt(value) * -2n - 1n
      while (rest >= 128n) {
        bytes.push(Number(rest % 128n) + 128)
        rest /= 128n
      }
      bytes.push(Number(rest))
    },
    text(value) {
      const encoded = new TextEncoder().encode(value)
      this.long(encoded.length)
      bytes.push(...encoded)
    },
    get sizeBytes() {
      return bytes.length
    },
    finish: () => Uint8Array.from(bytes),
  }
}
