"""HMP (Bruno et al. 2012): 16 people with an accelerometer at the right wrist, 839 short trials of 14 activities, 32 Hz."""
