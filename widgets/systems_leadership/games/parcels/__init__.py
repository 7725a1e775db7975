"""Draw the parcels: sort the players you met into parcels and see what the division cuts."""
