"""Listeners' mood of 18,644 Million Song Dataset songs: Last.fm tags as valence and arousal (Deezer, 2018)."""
