"""One night told by six players: what each telling licenses, one of the learner’s own, and a part with right answers."""
