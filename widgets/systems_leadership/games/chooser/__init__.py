"""The method chooser: what each way of meeting would need to be true, and what is known of the situation."""
