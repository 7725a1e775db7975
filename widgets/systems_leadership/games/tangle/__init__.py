"""The tangle splitter: parts of one issue marked critical, tame or wicked for now, each with an answer, an owner, a date and what would move it."""
