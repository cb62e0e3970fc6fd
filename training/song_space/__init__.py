"""The shared space: a listener's state and the songs that fit it, as unit vectors of 128 numbers, trained together."""
