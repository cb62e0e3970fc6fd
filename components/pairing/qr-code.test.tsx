import jsQR from 'jsqr'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'

import { QrCode } from './qr-code'

/** Pixels a square of the code, as a camera may see them. */
const SQUARE_PX = 3

/** Reads a drawn code as a camera's software does: pixels in, text out. */
function decode(svg: string): string | undefined {
  const [, side = ''] = /viewBox="0 0 (\d+) \d+"/.exec(svg) ?? []
  const sidePx = Number(side) * SQUARE_PX
  const pixels = new Uint8ClampedArray(sidePx * sidePx * 4).fill(255)
  for (const [, x, y] of svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let index = 0; index < SQUARE_PX * SQUARE_PX; index += 1) {
      const column = Number(x) * SQUARE_PX + (index % SQUARE_PX)
      const row = Number(y) * SQUARE_PX + Math.floor(index / SQUARE_PX)
      pixels.fill(0, (row * sidePx + column) * 4, (row * sidePx + column) * 4 + 3)
    }
  }
  return jsQR(pixels, sidePx, sidePx)?.data
}

test.each([
  `https://attune.example/pair#${'aZ0-_'.repeat(4)}bc.${'Qx7'.repeat(14)}_`,
  `http://127.0.0.1:3000/pair#${'A'.repeat(22)}.${'B'.repeat(43)}`,
])('a phone reads in the code: %s', (link) => {
  const svg = renderToStaticMarkup(<QrCode text={link} label="QR code" />)
  expect(decode(svg)).toBe(link)
  expect(svg).toContain('role="img" aria-label="QR code"')
})
