"""Capture-24 (Chan et al. 2024): 151 people for a day each with an accelerometer at the wrist, 100 Hz, annotated from a camera's pictures."""
