"""The song catalogues: Spotify track ids with audio features, from published research and teaching data sets."""
