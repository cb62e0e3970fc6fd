"""FER-2013: 35,887 grey faces of 48x48 pixels with seven expressions, and the FER+ votes for the same faces."""
