"""UCI HAR (Anguita et al. 2013): 30 people with a phone at the waist, six activities, official split by person."""
