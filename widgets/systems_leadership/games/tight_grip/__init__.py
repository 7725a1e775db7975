"""The tight grip: six scenes of a week from two chairs, in which you draw things in or let them go."""
