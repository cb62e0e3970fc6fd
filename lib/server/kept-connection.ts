import 'server-only'

import { PrismaLibSql } from '@prisma/adapter-libsql'
import { createClient, type Client, type Config, type InStatement, type Transaction, type TransactionMode } from '@libsql/client'

const beginWords: Readonly<Record<TransactionMode, string>> = {
  write: 'BEGIN IMMEDIATE',
  read: 'BEGIN TRANSACTION READONLY',
  deferred: 'BEGIN DEFERRED',
}

/**
 * Prisma's adapter over one connection that is kept. libSQL's client gives each transaction its connection and opens another one for what
 * comes next, which takes longer than all the statements of a playlist. The adapter lets one transaction or one statement run at a time, so
 * they can share it.
 */
export class KeptConnectionLibSql extends PrismaLibSql {
  override createClient(config: Config): Client {
    const client = createClient(config)
    return Object.assign(client, {
      transaction: async (mode: TransactionMode = 'write') => {
        await client.execute(beginWords[mode])
        return transactionOn(client)
      },
    })
  }
}

/** The transaction that was begun on a client's connection. */
function transactionOn(client: Client): Transaction {
  let isOver = false
  const end = async (words: 'COMMIT' | 'ROLLBACK'): Promise<void> => {
    isOver = true
    await client.execute(words)
  }
  return {
    execute: (statement: InStatement) => client.execute(statement),
    batch: async (statements) => {
      const results = []
      for (const statement of statements) results.push(await client.execute(statement))
      return results
    },
    executeMultiple: (sql) => client.executeMultiple(sql),
    commit: async () => {
      try {
        await end('COMMIT')
      } catch (error) {
        // What could not be stored must not stay open: the next statement would run inside of it.
        await end('ROLLBACK').catch(() => undefined)
        throw error
      }
    },
    rollback: () => end('ROLLBACK'),
    close: () => {
      if (!isOver) void end('ROLLBACK').catch(() => undefined)
    },
    get closed() {
      return isOver
    },
  }
}
