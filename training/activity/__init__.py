"""The activity model: lying, sitting, standing, walking, stairs or running from 2.56 seconds of a phone's motion."""
