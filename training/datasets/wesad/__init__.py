"""WESAD (Schmidt et al. 2018): 15 people with an Empatica E4 at the wrist through rest, stress, amusement and meditation."""
