/** Where scripts/prepare-assets.mjs puts files of npm packages under /vendor; the names carry the packages' versions (a test compares them). */
export const vendorFolders = { faceDetector: 'face-detection-0.4.1646425229', tfjs: 'tfjs-4.22.0' } as const
