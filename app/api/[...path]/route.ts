import { toErrorResponse } from '@/lib/server/api-error'
import { AppError } from '@/lib/core/app-error'

function answerNotFound(): Response {
  return toErrorResponse(new AppError('NOT_FOUND', 'There is nothing at this address of the API.'))
}

export { answerNotFound as DELETE, answerNotFound as GET, answerNotFound as PATCH, answerNotFound as POST, answerNotFound as PUT }
