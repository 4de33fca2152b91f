"""What stands under an answer: its context, other results, other conferences, copying, opinions, what to ask next."""
