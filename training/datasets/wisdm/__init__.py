"""WISDM 2019 (Weiss): 30 people with a watch at the wrist, 18 activities, accelerometer at 20 Hz."""
