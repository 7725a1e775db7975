"""The power map: ten sources of power, twelve players, two standpoints."""
