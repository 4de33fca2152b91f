"""Measures of quality: test collections in BEIR form, and files of questions with labelled answers."""
