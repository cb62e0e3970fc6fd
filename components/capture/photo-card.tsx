'use client'

import { ProblemNote } from '@/components/studio/problem-note'
import { useStudio, useStudioActions } from '@/components/studio/studio-context'
import { FileDrop } from '@/components/ui/file-drop'
import { PhotoIcon } from '@/components/ui/icons'
import { ScoreBars } from '@/components/ui/score-bars'
import { sureConfidence } from '@/lib/core/state/describe-user-state'
import { judgeFaceView } from '@/lib/core/state/face-view'
import type { PhotoState, ReadPhoto } from '@/lib/stores/studio-state'

import styles from './capture.module.css'
import { emotionBarWords } from './emotion-words'
import { FaceBox } from './face-box'
import { photoViewWords } from './hint-words'
import { OtherFaces } from './other-faces'
import { signalColor, SourceCard } from './source-card'

const statusWords: Readonly<Record<PhotoState['phase'], string>> = { empty: 'Empty', reading: 'Reading', read: 'Read', failed: 'Not read' }

/** Whether the face says too little to name an expression: none of the bars stands out then. */
const isUnsure = ({ reading }: ReadPhoto) => reading.confidence < sureConfidence

const readWords = (photo: ReadPhoto): string => {
  const { faceReading } = photo
  const { others, face } = faceReading
  const view = face && judgeFaceView(face.view)
  const found =
    others.length > 0
      ? `Found ${others.length + 1} faces; the one with the bright corners is read. Tap another to read it instead.`
      : 'Found one face and read it.'
  const sentences = [
    found,
    ...(view === undefined ? [] : [photoViewWords[view]]),
    ...(isUnsure(photo) ? ['It is not clear which expression it shows.'] : []),
  ]
  return sentences.join(' ')
}

/** A picture of a face: dropped, chosen or taken. */
export const PhotoCard = () => {
  const photo = useStudio((state) => state.photo)
  const isWebcamHeard = useStudio(({ webcam }) => webcam.phase !== 'off' && webcam.phase !== 'failed' && webcam.reading !== undefined)
  const { readPhoto, choosePhotoFace, removePhoto } = useStudioActions()
  const shown = photo.phase === 'reading' ? photo.previous : photo.phase === 'read' ? photo : undefined
  const takeFirst = (files: readonly File[]) => {
    const file = files[0]
    if (file !== undefined) void readPhoto(file)
  }

  const chooser = (label: string) => (
    <FileDrop
      accept="image/*"
      isMultiple={false}
      label={label}
      hint="JPEG, PNG, WebP or AVIF. Or drop one here."
      onFiles={takeFirst}
      shotLabel="Take a picture"
    />
  )

  return (
    <SourceCard
      signal="expression"
      title="Photo"
      icon={<PhotoIcon />}
      status={statusWords[photo.phase]}
      isLit={photo.phase === 'read'}
      isWide={shown !== undefined || (photo.phase === 'failed' && photo.previewUrl !== undefined)}
      onRemove={photo.phase === 'empty' ? undefined : removePhoto}
      removeLabel="Remove the photo"
    >
      {photo.phase === 'empty' && (
        <>
          <p className={styles.hint}>Reads the expression in a picture. It is not sent anywhere.</p>
          {chooser('Choose a photo')}
        </>
      )}
      {photo.phase === 'reading' && (
        <p className={styles.busy} role="status">
          Reading {photo.fileName}
        </p>
      )}
      {photo.phase === 'failed' && photo.previewUrl === undefined && (
        <>
          <ProblemNote problem={photo.problem} />
          {chooser('Choose another photo')}
        </>
      )}
      {photo.phase === 'failed' && photo.previewUrl !== undefined && (
        <div className={styles.faceGrid}>
          <div className={styles.stage}>
            {/* A picture from this device, shown from memory: nothing for an image optimiser to fetch. */}
            <img className={styles.picture} src={photo.previewUrl} alt={`The chosen picture, ${photo.fileName}`} />
          </div>
          <div className={styles.stack}>
            <ProblemNote problem={photo.problem} />
            {chooser('Choose another photo')}
          </div>
        </div>
      )}
      {shown !== undefined && (
        <div className={styles.faceGrid}>
          <div className={styles.stage}>
            <img className={styles.picture} src={shown.previewUrl} alt={`The picture that was read, ${shown.fileName}`} />
            <FaceBox faceReading={shown.faceReading} isMirrored={false} />
            <OtherFaces faceReading={shown.faceReading} isMirrored={false} onChoose={(point) => void choosePhotoFace(point)} />
          </div>
          <div className={styles.stack}>
            <ScoreBars
              labels={emotionBarWords}
              scores={shown.reading.scores}
              topIndex={isUnsure(shown) ? -1 : undefined}
              title="Expression"
              color={signalColor('expression')}
            />
            <p className={styles.faceWords}>
              {readWords(shown)}
              {isWebcamHeard && ' The webcam is live, so it speaks instead of the photo.'}
            </p>
            {shown.problem !== undefined && <ProblemNote problem={shown.problem} />}
            {chooser('Choose another photo')}
          </div>
        </div>
      )}
    </SourceCard>
  )
}
