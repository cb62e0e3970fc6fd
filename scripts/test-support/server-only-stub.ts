// Stands in for the package `server-only` in unit tests, which run the server's code in plain Node.
