-- CreateTable
CREATE TABLE "SaveJob" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "listenerId" TEXT NOT NULL,
    "playlistId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "mode" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "isPublic" BOOLEAN NOT NULL,
    "cover" BLOB,
    "progress" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "runAfter" DATETIME,
    "spotifyPlaylistId" TEXT,
    CONSTRAINT "SaveJob_listenerId_fkey" FOREIGN KEY ("listenerId") REFERENCES "Listener" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "SaveJob_playlistId_fkey" FOREIGN KEY ("playlistId") REFERENCES "Playlist" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SaveLease" (
    "listenerId" TEXT NOT NULL PRIMARY KEY,
    "ownerId" TEXT NOT NULL,
    "until" DATETIME NOT NULL,
    CONSTRAINT "SaveLease_listenerId_fkey" FOREIGN KEY ("listenerId") REFERENCES "Listener" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "SaveJob_status_runAfter_idx" ON "SaveJob"("status", "runAfter");

-- CreateIndex
CREATE INDEX "SaveJob_playlistId_createdAt_idx" ON "SaveJob"("playlistId", "createdAt" DESC);
