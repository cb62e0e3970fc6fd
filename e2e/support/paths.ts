import { existsSync } from 'node:fs'
import path from 'node:path'

/** The folder of the project. */
export const rootDir = path.join(import.meta.dirname, '../..')

/** A file of the journeys' own. */
export const fixture = (...parts: readonly string[]) => path.join(rootDir, 'e2e/fixtures', ...parts)

/** Real recordings and faces beside the project, which are no part of it. */
export const realData = (...parts: readonly string[]) => path.join(rootDir, '../shared/data', ...parts)

/** Whether real recordings and faces are there. */
export const hasRealData = existsSync(realData())

/** The folder of the common server's database, and what that server prints. */
export const journeysData = path.join(rootDir, 'data/e2e')
export const serverLog = path.join(journeysData, 'server.log')
