#!/bin/sh
# Prisma's command line wants to know where its schema engine is before it generates the client, though generating does not use it.
# The real one is a download from outside the npm registry; this stands in, and fails loudly if it is ever asked to do something.
echo 'Attune works without the schema engine of Prisma: migrations are applied by scripts/migrate.mjs.' >&2
exit 1
