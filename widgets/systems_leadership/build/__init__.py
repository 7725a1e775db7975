"""Turn authored text (course/, solutions/) into what learners and the package receive. Nothing here is imported by an exercise."""
