"""MotionSense (Malekzadeh et al. 2018): 24 people with a phone in the front trouser pocket, jogging among six activities."""
