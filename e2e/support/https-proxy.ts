import { request } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'

import { generate } from 'selfsigned'

/**
 * Starts what stands before a server that people open by HTTPS under a name: it ends TLS, with a certificate made for this moment, and
 * hands requests on by plain HTTP, saying how they came.
 */
export async function startHttpsProxy(hostName: string, targetPort: number) {
  const { private: key, cert } = generate([{ name: 'commonName', value: hostName }], { keySize: 2048, algorithm: 'sha256', days: 1 })
  const server = createServer({ key, cert }, (incoming, outgoing) => {
    const headers = { ...incoming.headers, 'x-forwarded-proto': 'https', 'x-forwarded-host': incoming.headers.host }
    const { method, url } = incoming
    const handedOn = request({ host: '127.0.0.1', port: targetPort, method, path: url, headers }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(outgoing)
    })
    handedOn.on('error', () => outgoing.destroy())
    incoming.pipe(handedOn)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `https://${hostName}:${port}`,
    stop: () => {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
