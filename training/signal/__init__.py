"""What lib/core/signal does, file for file, for training: a recording to the windows that a model takes.

The TypeScript is what the app runs; a test in each language compares both with the same fixtures (training/parity_signal.py).
"""
