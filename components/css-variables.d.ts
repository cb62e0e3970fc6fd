import 'react'

declare module 'react' {
  /** Styles may set our CSS variables. */
  interface CSSProperties {
    [variable: `--${string}`]: string | number | undefined
  }
}
