import { browserLaunchOptions } from '../../scripts/browser.mjs'

/** A browser whose webcam sees a film (motion JPEG); a journey that wants it opened gives the permission `camera`. */
export const browserWithWebcam = (film: string) =>
  browserLaunchOptions(['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`])

/** A browser that finds a made-up name on this machine. */
export const browserThatKnows = (hostName: string) => browserLaunchOptions([`--host-resolver-rules=MAP ${hostName} 127.0.0.1`])

/** A browser on a machine that has no camera, and neither WebGPU nor WebGL. */
export const browserWithNothing = () =>
  browserLaunchOptions([
    '--use-fake-device-for-media-stream=device-count=0',
    '--disable-gpu',
    '--disable-software-rasterizer',
    '--disable-3d-apis',
  ])
