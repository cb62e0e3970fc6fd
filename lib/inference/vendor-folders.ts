/** Where scripts/prepare-assets.mjs puts files of npm packages under /vendor; the names carry the packages' versions (a test compares them). */
export const vendorFolders = { mediapipe: 'mediapipe-0.10.35', tfjs: 'tfjs-4.22.0' } as const
