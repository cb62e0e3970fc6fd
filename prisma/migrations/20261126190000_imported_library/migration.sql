-- CreateTable
CREATE TABLE "ImportedLibrary" (
    "listenerId" TEXT NOT NULL PRIMARY KEY,
    "importedAt" DATETIME NOT NULL,
    "spaceId" TEXT NOT NULL,
    "catalogueSongIds" BLOB NOT NULL,
    "ownSongCount" INTEGER NOT NULL,
    "ownIndex" BLOB,
    CONSTRAINT "ImportedLibrary_listenerId_fkey" FOREIGN KEY ("listenerId") REFERENCES "Listener" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
