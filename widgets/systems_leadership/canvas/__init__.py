"""The one stakeholder map: seats, static drawing, and the browser's part. Knows no exercise."""
