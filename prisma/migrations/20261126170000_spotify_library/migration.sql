-- CreateTable
CREATE TABLE "LibraryRead" (
    "listenerId" TEXT NOT NULL PRIMARY KEY,
    "startedAt" DATETIME NOT NULL,
    "finishedAt" DATETIME,
    "source" TEXT NOT NULL,
    "offset" INTEGER NOT NULL,
    "totalCount" INTEGER,
    "runAfter" DATETIME,
    "problemCode" TEXT,
    "problem" TEXT,
    "leaseOwner" TEXT,
    "leaseUntil" DATETIME,
    CONSTRAINT "LibraryRead_listenerId_fkey" FOREIGN KEY ("listenerId") REFERENCES "User" ("listenerId") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "LibrarySong" (
    "listenerId" TEXT NOT NULL,
    "songId" TEXT NOT NULL,
    "seenAt" DATETIME NOT NULL,

    PRIMARY KEY ("listenerId", "songId"),
    CONSTRAINT "LibrarySong_listenerId_fkey" FOREIGN KEY ("listenerId") REFERENCES "User" ("listenerId") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "LibraryRead_runAfter_idx" ON "LibraryRead"("runAfter");
