"""x"""
class TeachError(Exception):
    """x"""
