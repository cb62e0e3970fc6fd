import { encode } from 'uqr'

import styles from './pairing.module.css'

/** The margin that readers need around a code, in its squares. */
const QUIET_SQUARES = 4

/** A QR code, dark on white in every theme, because many readers know no other. */
export const QrCode = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const { data, size } = encode(text, { ecc: 'M', border: 0 })
  const path = data
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x + QUIET_SQUARES} ${y + QUIET_SQUARES}h1v1h-1z`] : [])))
    .join('')
  const sideSquares = size + 2 * QUIET_SQUARES
  return (
    <svg className={styles.code} viewBox={`0 0 ${sideSquares} ${sideSquares}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={sideSquares} height={sideSquares} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  )
}
