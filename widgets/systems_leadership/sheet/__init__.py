"""The one written sheet: fixed questions, a text area each, quotes from the learner's own record. Knows no exercise."""
