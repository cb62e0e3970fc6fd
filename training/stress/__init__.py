"""The stress model: baseline, stress, amusement or meditation from one minute of a wearable's signals."""
