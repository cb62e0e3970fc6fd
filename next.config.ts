import type { NextConfig } from 'next'

const isDevelopment = process.env.NODE_ENV === 'development'

/**
 * What a page of ours may load and where it may talk to: this server only, so that nothing seen by the camera could be sent elsewhere
 * even by mistake. Next puts its start-up data into inline scripts; TF.js compiles WebAssembly; React needs eval in
 * development only.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'${isDevelopment ? " 'unsafe-eval'" : ''}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const securityHeaders = [
  { key: 'Content-Security-Policy', value: contentSecurityPolicy },
  {
    key: 'Permissions-Policy',
    value: 'camera=(self), accelerometer=(self), gyroscope=(self), microphone=(), geolocation=(), payment=(), usb=()',
  },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
]

/** Folders whose name ends in a version (`stress-v2`, `tfjs-4.22.0`): what is behind such an address never changes. */
const versionedFolders = ['/models/:folder([a-z0-9-]+-v\\d+)/:path*', '/vendor/:folder([a-z0-9-]+-\\d[\\w.]*)/:path*']
const immutable = [{ key: 'Cache-Control', value: 'public, max-age=31536000, immutable' }]

const nextConfig: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The development server is opened at this address too, and refuses its hot-reload socket to others than localhost otherwise.
  allowedDevOrigins: ['127.0.0.1'],
  // A driver with a native part: Node loads it, the bundler leaves it alone.
  serverExternalPackages: ['@prisma/adapter-libsql', '@libsql/client', 'libsql'],
  headers: async () => [
    { source: '/:path*', headers: securityHeaders },
    ...(isDevelopment ? [] : versionedFolders.map((source) => ({ source, headers: immutable }))),
  ],
}

export default nextConfig
