"""What both ways of hosting share: settings, names, log-in, learners' servers, the tutors' service, the exchange and its check."""
