import localFont from 'next/font/local'

/** The one typeface: Archivo with its width axis, latin subset, served from our own origin. */
export const archivo = localFont({
  src: '../node_modules/@fontsource-variable/archivo/files/archivo-latin-wdth-normal.woff2',
  weight: '100 900',
  declarations: [{ prop: 'font-stretch', value: '62% 125%' }],
  variable: '--font-archivo',
  display: 'swap',
  fallback: ['Helvetica Neue', 'Arial', 'sans-serif'],
})
