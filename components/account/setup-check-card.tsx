'use client'

import { Button } from '@radix-ui/themes/components/button'
import { useState } from 'react'

import { ProblemNote } from '@/components/studio/problem-note'
import { CheckIcon, CloseIcon, QuestionIcon } from '@/components/ui/icons'
import type { SetupFinding } from '@/lib/contracts/account-api'
import type { Problem } from '@/lib/stores/studio-state'
import { toProblem } from '@/lib/stores/to-problem'

import { AccountCard } from './account-card'
import { accountClient } from './account-store'
import styles from './account.module.css'

const titles: Readonly<Record<SetupFinding['what'], string>> = {
  keys: 'Keys on this server',
  secret: 'Client ID and secret',
  redirect: 'Redirect URI',
  owner: 'Premium of the app’s owner',
  listeners: 'People on the list',
}

const icons = { good: CheckIcon, bad: CloseIcon, unknown: QuestionIcon }
const verdictWords = { good: 'Right', bad: 'Wrong', unknown: 'Not known' }

/** Asks Spotify what it makes of the app, and shows what is wrong. */
export const SetupCheckCard = () => {
  const [findings, setFindings] = useState<readonly SetupFinding[]>()
  const [problem, setProblem] = useState<Problem>()
  const [isChecking, setIsChecking] = useState(false)
  const check = async () => {
    setIsChecking(true)
    setProblem(undefined)
    try {
      setFindings((await accountClient.checkSetup()).findings)
    } catch (error) {
      setProblem(toProblem(error))
    }
    setIsChecking(false)
  }
  const badCount = findings?.filter(({ verdict }) => verdict === 'bad').length ?? 0
  return (
    <AccountCard title="Check">
      <p>Asks Spotify about the app in this server’s name. Nobody has to sign in for it.</p>
      <Button size="3" disabled={isChecking} onClick={() => void check()}>
        {isChecking ? 'Checking' : findings === undefined ? 'Check now' : 'Check again'}
      </Button>
      {problem !== undefined && <ProblemNote problem={problem} />}
      {findings !== undefined && (
        <ul className={styles.findings}>
          {findings.map(({ what, verdict, message }) => {
            const Icon = icons[verdict]
            return (
              <li key={what} data-verdict={verdict}>
                <Icon />
                <div>
                  <p className={styles.powerTitle}>
                    {titles[what]} <span className="visually-hidden">{verdictWords[verdict]}</span>
                  </p>
                  <p className={styles.soft}>{message}</p>
                </div>
              </li>
            )
          })}
        </ul>
      )}
      <span className="visually-hidden" role="status">
        {findings !== undefined && (badCount === 0 ? 'Nothing wrong was found.' : `${badCount} of ${findings.length} are wrong.`)}
      </span>
    </AccountCard>
  )
}
