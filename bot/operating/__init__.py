"""What the operator does to a running bot: read the articles anew, go back, add and set aside."""
