"""How fast the index is, beside others: the same terms and the same questions for all, in one run."""
