import { serveCalls } from '../worker-calls'

import { createSongSession } from './song-session'

serveCalls(createSongSession())
